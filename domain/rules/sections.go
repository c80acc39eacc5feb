package rules

// Sections are the rules of a set, by the part of the ledger that they govern.
//
// A rule has the tags json (its name in the files, with omitzero), en and zh
// (its title, with the unit), and, where its value is made of integers, min and
// max (the least and greatest that make sense). Names in files never change.
type Sections struct {
	Service     Service     `json:"service,omitzero" en:"Requests" zh:"党群服务"`
	Publication Publication `json:"publication,omitzero" en:"Publication" zh:"阳光公开"`
	Personal    Personal    `json:"personal,omitzero" en:"Personal information" zh:"个人信息"`
}

// Service are the rules of requests.
type Service struct {
	// PassOnWithinWorkdays is how many working days an errand agent has to
	// pass a request on, counted from the day after it is entrusted; 0 is the
	// same day.
	PassOnWithinWorkdays Rule[int] `json:"passOnWithinWorkdays,omitzero" en:"working days within which an errand agent passes a request on" zh:"代办员报送时限（工作日）" min:"0" max:"250"`
	// RatingScale is the worst and the best mark that a requester may give.
	RatingScale Rule[Range] `json:"ratingScale,omitzero" en:"worst and best mark of a rating" zh:"评价分值范围" min:"0" max:"100"`
	// MaxPeoplePerRequest is the most people that one request may say it
	// serves: a larger number is a slip of the pen.
	MaxPeoplePerRequest Rule[int] `json:"maxPeoplePerRequest,omitzero" en:"most people that one request may serve" zh:"单件服务人数上限" min:"1" max:"10000000"`
}

// Publication are the rules of what is shown to the public, and when.
type Publication struct {
	// SmallCountBelow is the number below which a public count of people shows
	// as a band, so that it points at nobody; 0 shows every count.
	SmallCountBelow Rule[int] `json:"smallCountBelow,omitzero" en:"counts of people below this show as a band" zh:"低于此数的人数以区间显示" min:"0" max:"1000"`
	// DisclosureDayOfMonth is the day on which the four affairs of the month
	// before are disclosed. It is at most 28, so that every month has it.
	DisclosureDayOfMonth Rule[int] `json:"disclosureDayOfMonth,omitzero" en:"day of the month on which affairs are disclosed" zh:"每月公开日" min:"1" max:"28"`
	// ActivityWeekOfMonth is the week of the month for Party activities.
	ActivityWeekOfMonth Rule[int] `json:"activityWeekOfMonth,omitzero" en:"week of the month for Party activities" zh:"每月党员活动周（第几周）" min:"1" max:"4"`
}

// Personal are the rules of what is held on people.
type Personal struct {
	// RetentionMonths is for how many months what is held on a person is kept
	// after it was last recorded; until then it is restricted and not erased.
	// 0 holds nothing back.
	RetentionMonths Rule[int] `json:"retentionMonths,omitzero" en:"months for which what is held on a person is kept after it was last recorded, before it may be erased" zh:"个人信息自最后一次记录起、可以删除前的保存期限（月）" min:"0" max:"1200"`
}
