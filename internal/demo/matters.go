package demo

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/matter"
)

// listed is a matter of the three lists, and its share of the requests.
type listed struct {
	weight int
	matter.List
}

// Time limits and papers are made up in the manner of the lists of 2016. Where
// no national rule is the basis it says so.
var matters = []listed{
	{14, immediate("JB01", "城乡居民基本医疗保险参保登记", "Enrolment in the basic medical insurance of residents", "国发〔2016〕3号", "市人力资源和社会保障局", "身份证", "户口簿")},
	{10, immediate("JB02", "城乡居民基本养老保险缴费登记", "Contribution to the basic pension insurance of residents", "国发〔2014〕8号", "市人力资源和社会保障局", "身份证")},
	{8, immediate("JB03", "生育登记", "Registration of a birth", "《山东省人口与计划生育条例》", "市卫生和计划生育局", "身份证", "结婚证")},
	{3, immediate("JB04", "流动人口婚育证明", "Certificate for migrants on marriage and children", "《流动人口计划生育工作条例》（国务院令第555号）", "市卫生和计划生育局", "身份证", "一寸照片")},
	{10, immediate("JB05", "居住情况证明", "Certificate of residence", "社区便民服务事项目录（演示）", "社区居民委员会", "身份证")},
	{6, immediate("JB06", "惠农补贴账户信息变更", "Change of account for farm subsidies", "社区便民服务事项目录（演示）", "镇街财政所", "身份证", "银行卡复印件")},
	{5, immediate("JB07", "自来水报修", "Repair of tap water", "《城市供水条例》（国务院令第158号）", "市自来水公司")},

	{12, agent("DB01", 10, "城乡居民基本养老保险个人账户卡办理", "Personal account card of the residents' pension insurance", "国发〔2014〕8号", "市人力资源和社会保障局", "身份证", "户口簿", "一寸照片")},
	{6, agent("DB02", 20, "城乡居民基本养老保险待遇领取申请", "Application for a residents' pension", "国发〔2014〕8号", "市人力资源和社会保障局", "身份证", "户口簿", "银行卡复印件")},
	{6, agent("DB03", 30, "农村最低生活保障申请", "Application for subsistence allowance", "《社会救助暂行办法》（国务院令第649号）", "市民政局", "身份证", "户口簿", "家庭收入申报表")},
	{4, agent("DB04", 10, "临时救助申请", "Application for temporary relief", "国发〔2014〕47号", "市民政局", "身份证", "困难情况说明")},
	{5, agent("DB05", 15, "残疾人证办理", "Certificate of disability", "《中华人民共和国残疾人证管理办法》", "市残疾人联合会", "身份证", "两寸照片", "评定表")},
	{4, agent("DB06", 30, "农村危房改造申请", "Application for rebuilding an unsafe house", "《社会救助暂行办法》（国务院令第649号）", "市住房和城乡建设局", "身份证", "户口簿", "房屋照片")},
	{6, agent("DB07", 5, "老年人优待证办理", "Card for the elderly", "《中华人民共和国老年人权益保障法》", "市老龄工作委员会办公室", "身份证", "一寸照片")},
	{4, agent("DB08", 7, "城乡居民医疗保险异地就医备案", "Notice of treatment away from home", "国发〔2016〕3号", "市人力资源和社会保障局", "身份证", "医保卡", "转诊证明")},
	{4, agent("DB09", 15, "高龄津贴申请", "Application for the allowance of old age", "《山东省老年人权益保障条例》", "市民政局", "身份证", "户口簿", "银行卡复印件")},

	{5, guided("DH01", 15, 0, "个体工商户设立登记", "Registration of a one-person business", "《个体工商户条例》（国务院令第596号）", "市市场监督管理局", "身份证", "经营场所证明")},
	{3, guided("DH02", 20, 0, "农民专业合作社设立登记", "Registration of a farmers' cooperative", "《农民专业合作社登记管理条例》（国务院令第498号）", "市市场监督管理局", "设立大会纪要", "章程", "成员名册")},
	{4, guided("DH03", 30, 0, "宅基地使用权登记", "Registration of the right to a homestead", "《不动产登记暂行条例》（国务院令第656号）", "市国土资源局", "身份证", "户口簿", "宅基地审批表")},
	{8, guided("DH04", 20, 20_00, "居民身份证换领", "Renewal of an identity card", "《中华人民共和国居民身份证法》", "市公安局", "原身份证", "户口簿")},
	{3, guided("DH05", 7, 0, "法律援助申请", "Application for legal aid", "《法律援助条例》（国务院令第385号）", "市司法局", "身份证", "经济困难证明", "案件材料")},
	{4, guided("DH06", 20, 0, "创业担保贷款申请", "Application for a loan to begin a business", "国发〔2015〕23号", "市人力资源和社会保障局", "身份证", "营业执照", "贷款申请表")},
}

// What changes during the year, so that the lists have a history.
var (
	quickerCard = domain.NewDate(2016, time.July, 1)    // DB07 takes 3 working days
	endOfJB04   = domain.NewDate(2016, time.October, 1) // and JB04 is delisted
)

func immediate(code, title, english, basis, authority string, papers ...string) matter.List {
	return matter.List{Code: code, From: pilotDay, List: domain.ImmediateList, Title: title, TitleEnglish: english, Papers: papers, Basis: basis, Authority: authority}
}

func agent(code string, days int, title, english, basis, authority string, papers ...string) matter.List {
	return matter.List{Code: code, From: pilotDay, List: domain.AgentList, Title: title, TitleEnglish: english, Papers: papers, Basis: basis, LimitDays: days, Authority: authority}
}

func guided(code string, days int, fee domain.Money, title, english, basis, authority string, papers ...string) matter.List {
	return matter.List{Code: code, From: pilotDay, List: domain.GuidedList, Title: title, TitleEnglish: english, Papers: papers, Basis: basis, LimitDays: days, Authority: authority, Fee: fee}
}
