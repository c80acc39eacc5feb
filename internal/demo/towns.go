package demo

// townProfile is a town or street of the county. Ids are words, because the
// statistical codes are those of real places.
type townProfile struct {
	id, chinese, english string
	// communities is how many it has, and known those that go by a name; the
	// others are called by one that is made up.
	communities int
	known       []communityName
	// weight is its share of the requests.
	weight int
}

type communityName struct{ id, chinese, english string }

// pilot is the community in which the service began.
const pilot = "xiangzhou-lianchi"

// The towns and streets of Zhucheng, with its 208 communities. Most names of
// communities are made up.
var towns = []townProfile{
	{"xiangzhou", "相州镇", "Xiangzhou", 17, []communityName{
		{"lianchi", "莲池社区", "Lianchi"}, {"xudong", "徐洞社区", "Xudong"}, {"qiji", "七吉社区", "Qiji"}}, 8},
	{"shunwang", "舜王街道", "Shunwang", 20, []communityName{
		{"yuejiazhuang", "岳家庄社区", "Yuejiazhuang"}, {"zhufeng", "诸冯社区", "Zhufeng"}, {"jiutai", "九台社区", "Jiutai"}}, 12},
	{"mizhou", "密州街道", "Mizhou", 21, []communityName{
		{"dongguan", "东关社区", "Dongguan"}, {"nanguan", "南关社区", "Nanguan"}, {"beiguan", "北关社区", "Beiguan"}, {"yangchun", "杨春社区", "Yangchun"}}, 14},
	{"longdu", "龙都街道", "Longdu", 18, []communityName{
		{"xinghua", "杏花社区", "Xinghua"}, {"daguan", "大观社区", "Daguan"}, {"taogu", "陶古社区", "Taogu"}}, 11},
	{"zhigou", "枳沟镇", "Zhigou", 15, []communityName{
		{"qiaozhuang", "乔庄社区", "Qiaozhuang"}, {"beimei", "北梅社区", "Beimei"}, {"puqiao", "普桥社区", "Puqiao"}}, 8},
	{"jiayue", "贾悦镇", "Jiayue", 19, []communityName{
		{"mazhuang", "马庄社区", "Mazhuang"}, {"xujia", "徐家社区", "Xujia"}, {"mengtuan", "孟疃社区", "Mengtuan"}}, 9},
	{"shiqiaozi", "石桥子镇", "Shiqiaozi", 15, []communityName{
		{"fangcheng", "枋成社区", "Fangcheng"}, {"dujitai", "都吉台社区", "Dujitai"}, {"jingezhuang", "近戈庄社区", "Jingezhuang"}}, 6},
	{"changcheng", "昌城镇", "Changcheng", 15, []communityName{
		{"desheng", "得胜社区", "Desheng"}, {"xingyuan", "杏园社区", "Xingyuan"}, {"daigong", "代公社区", "Daigong"}}, 8},
	{"baichihe", "百尺河镇", "Baichihe", 12, []communityName{
		{"zhanggezhuang", "张戈庄社区", "Zhanggezhuang"}, {"shuixi", "水西社区", "Shuixi"}, {"dawang", "大王社区", "Dawang"}}, 5},
	{"xinxing", "辛兴镇", "Xinxing", 15, []communityName{
		{"zhuzhu", "朱诸社区", "Zhuzhu"}, {"migou", "米沟社区", "Migou"}, {"qijia", "齐家社区", "Qijia"}}, 7},
	{"linjiacun", "林家村镇", "Linjiacun", 16, []communityName{
		{"taoyuan", "桃园社区", "Taoyuan"}, {"shimen", "石门社区", "Shimen"}, {"huaxi", "华西社区", "Huaxi"}}, 6},
	{"taolin", "桃林镇", "Taolin", 11, []communityName{
		{"liujia", "刘家社区", "Liujia"}, {"shanjia", "山甲社区", "Shanjia"}, {"donggou", "东沟社区", "Donggou"}}, 5},
	{"huanghua", "皇华镇", "Huanghua", 14, []communityName{
		{"haogezhuang", "郝戈庄社区", "Haogezhuang"}, {"shouta", "寿塔社区", "Shouta"}, {"xiangjiagou", "相家沟社区", "Xiangjiagou"}}, 6},
}

// A made-up name is one word of each.
var (
	sides = []communityName{{"dong", "东", "Dong"}, {"nan", "南", "Nan"}, {"xi", "西", "Xi"}, {"bei", "北", "Bei"}, {"qian", "前", "Qian"}, {"hou", "后", "Hou"}, {"shang", "上", "Shang"}, {"xia", "下", "Xia"}}
	sites = []communityName{{"he", "河", "he"}, {"liu", "柳", "liu"}, {"quan", "泉", "quan"}, {"shan", "山", "shan"}, {"qiao", "桥", "qiao"}, {"yuan", "园", "yuan"}, {"ling", "岭", "ling"}, {"jing", "井", "jing"}, {"song", "松", "song"},
		{"huai", "槐", "huai"}, {"yang", "杨", "yang"}, {"tao", "桃", "tao"}, {"li", "梨", "li"}, {"shi", "石", "shi"}, {"po", "坡", "po"}, {"wan", "湾", "wan"},
		{"tang", "塘", "tang"}, {"miao", "庙", "miao"}, {"bao", "堡", "bao"}, {"ying", "营", "ying"}, {"tai", "台", "tai"}, {"lou", "楼", "lou"}}
)

// community names the n-th community of a town, counted from 0.
func (t townProfile) community(n int) communityName {
	if n < len(t.known) {
		c := t.known[n]
		c.id = t.id + "-" + c.id
		return c
	}
	n -= len(t.known)
	for _, before := range towns { // a name is used once in the county
		if before.id == t.id {
			break
		}
		n += before.communities - len(before.known)
	}
	a, b := sides[n%len(sides)], sites[n/len(sides)]
	return communityName{t.id + "-" + a.id + b.id, a.chinese + b.chinese + "社区", a.english + b.english}
}
