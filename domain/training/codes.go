package training

import "github.com/sunledger/sunledger/domain"

// Programme is what a class is for.
type Programme string

// The programmes.
const (
	Entrepreneurship    Programme = "new-farmer-entrepreneurship"
	TechnicalExperts    Programme = "technical-experts"
	ProfessionalFarmers Programme = "professional-farmers"
	Accountants         Programme = "accountants"
	Cadres              Programme = "cadres"
)

// Codes lists the programmes with their names.
func (Programme) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Entrepreneurship), English: "new farmers' entrepreneurship", Chinese: "新农民创业培训"},
		{Code: string(TechnicalExperts), English: "technical experts", Chinese: "科技能手培训"},
		{Code: string(ProfessionalFarmers), English: "professional farmers", Chinese: "新型职业农民培训"},
		{Code: string(Accountants), English: "accountants", Chinese: "会计培训"},
		{Code: string(Cadres), English: "cadres", Chinese: "干部培训"},
	}
}

// ForFarmers reports whether those who attend are farmers.
func (p Programme) ForFarmers() bool {
	return p == Entrepreneurship || p == TechnicalExperts || p == ProfessionalFarmers
}

// Province is a province, or what is like one, of China.
type Province string

// Codes lists the provinces in the order of their division codes (GB/T 2260).
func (Province) Codes() []domain.Code { return provinces }

var provinces = []domain.Code{
	{Code: "beijing", English: "Beijing", Chinese: "北京"},
	{Code: "tianjin", English: "Tianjin", Chinese: "天津"},
	{Code: "hebei", English: "Hebei", Chinese: "河北"},
	{Code: "shanxi", English: "Shanxi", Chinese: "山西"},
	{Code: "inner-mongolia", English: "Inner Mongolia", Chinese: "内蒙古"},
	{Code: "liaoning", English: "Liaoning", Chinese: "辽宁"},
	{Code: "jilin", English: "Jilin", Chinese: "吉林"},
	{Code: "heilongjiang", English: "Heilongjiang", Chinese: "黑龙江"},
	{Code: "shanghai", English: "Shanghai", Chinese: "上海"},
	{Code: "jiangsu", English: "Jiangsu", Chinese: "江苏"},
	{Code: "zhejiang", English: "Zhejiang", Chinese: "浙江"},
	{Code: "anhui", English: "Anhui", Chinese: "安徽"},
	{Code: "fujian", English: "Fujian", Chinese: "福建"},
	{Code: "jiangxi", English: "Jiangxi", Chinese: "江西"},
	{Code: "shandong", English: "Shandong", Chinese: "山东"},
	{Code: "henan", English: "Henan", Chinese: "河南"},
	{Code: "hubei", English: "Hubei", Chinese: "湖北"},
	{Code: "hunan", English: "Hunan", Chinese: "湖南"},
	{Code: "guangdong", English: "Guangdong", Chinese: "广东"},
	{Code: "guangxi", English: "Guangxi", Chinese: "广西"},
	{Code: "hainan", English: "Hainan", Chinese: "海南"},
	{Code: "chongqing", English: "Chongqing", Chinese: "重庆"},
	{Code: "sichuan", English: "Sichuan", Chinese: "四川"},
	{Code: "guizhou", English: "Guizhou", Chinese: "贵州"},
	{Code: "yunnan", English: "Yunnan", Chinese: "云南"},
	{Code: "tibet", English: "Tibet", Chinese: "西藏"},
	{Code: "shaanxi", English: "Shaanxi", Chinese: "陕西"},
	{Code: "gansu", English: "Gansu", Chinese: "甘肃"},
	{Code: "qinghai", English: "Qinghai", Chinese: "青海"},
	{Code: "ningxia", English: "Ningxia", Chinese: "宁夏"},
	{Code: "xinjiang", English: "Xinjiang", Chinese: "新疆"},
	{Code: "taiwan", English: "Taiwan", Chinese: "台湾"},
	{Code: "hong-kong", English: "Hong Kong", Chinese: "香港"},
	{Code: "macao", English: "Macao", Chinese: "澳门"},
}
