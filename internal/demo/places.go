package demo

// demoTown is a town or street with its communities. Ids are words, because the
// statistical codes are those of real places.
type demoTown struct {
	id, chinese, english string
	// weight is its share of the requests.
	weight      int
	communities []demoCommunity
}

type demoCommunity struct{ id, chinese, english string }

// The towns and streets of Zhucheng. Most communities are made up.
var towns = []demoTown{
	{"mizhou", "密州街道", "Mizhou Street", 14, []demoCommunity{
		{"mizhou-dongguan", "东关社区", "Dongguan"}, {"mizhou-nanguan", "南关社区", "Nanguan"},
		{"mizhou-beiguan", "北关社区", "Beiguan"}, {"mizhou-yangchun", "杨春社区", "Yangchun"}}},
	{"longdu", "龙都街道", "Longdu Street", 11, []demoCommunity{
		{"longdu-xinghua", "杏花社区", "Xinghua"}, {"longdu-daguan", "大观社区", "Daguan"}, {"longdu-taogu", "陶古社区", "Taogu"}}},
	{"shunwang", "舜王街道", "Shunwang Street", 12, []demoCommunity{
		{"shunwang-yuejiazhuang", "岳家庄社区", "Yuejiazhuang"}, {"shunwang-zhufeng", "诸冯社区", "Zhufeng"},
		{"shunwang-jiutai", "九台社区", "Jiutai"}}},
	{"zhigou", "枳沟镇", "Zhigou Town", 8, []demoCommunity{
		{"zhigou-qiaozhuang", "乔庄社区", "Qiaozhuang"}, {"zhigou-beimei", "北梅社区", "Beimei"}, {"zhigou-puqiao", "普桥社区", "Puqiao"}}},
	{"jiayue", "贾悦镇", "Jiayue Town", 9, []demoCommunity{
		{"jiayue-mazhuang", "马庄社区", "Mazhuang"}, {"jiayue-xujia", "徐家社区", "Xujia"}, {"jiayue-mengtuan", "孟疃社区", "Mengtuan"}}},
	{"shiqiaozi", "石桥子镇", "Shiqiaozi Town", 6, []demoCommunity{
		{"shiqiaozi-fangcheng", "枋成社区", "Fangcheng"}, {"shiqiaozi-dujitai", "都吉台社区", "Dujitai"}, {"shiqiaozi-jingezhuang", "近戈庄社区", "Jingezhuang"}}},
	{"xiangzhou", "相州镇", "Xiangzhou Town", 8, []demoCommunity{
		{"xiangzhou-lianchi", "莲池社区", "Lianchi"}, {"xiangzhou-xudong", "徐洞社区", "Xudong"}, {"xiangzhou-qiji", "七吉社区", "Qiji"}}},
	{"changcheng", "昌城镇", "Changcheng Town", 8, []demoCommunity{
		{"changcheng-desheng", "得胜社区", "Desheng"}, {"changcheng-xingyuan", "杏园社区", "Xingyuan"}, {"changcheng-daigong", "代公社区", "Daigong"}}},
	{"baichihe", "百尺河镇", "Baichihe Town", 5, []demoCommunity{
		{"baichihe-zhanggezhuang", "张戈庄社区", "Zhanggezhuang"}, {"baichihe-shuixi", "水西社区", "Shuixi"}, {"baichihe-dawang", "大王社区", "Dawang"}}},
	{"xinxing", "辛兴镇", "Xinxing Town", 7, []demoCommunity{
		{"xinxing-zhuzhu", "朱诸社区", "Zhuzhu"}, {"xinxing-migou", "米沟社区", "Migou"}, {"xinxing-qijia", "齐家社区", "Qijia"}}},
	{"linjiacun", "林家村镇", "Linjiacun Town", 6, []demoCommunity{
		{"linjiacun-taoyuan", "桃园社区", "Taoyuan"}, {"linjiacun-shimen", "石门社区", "Shimen"}, {"linjiacun-huaxi", "华西社区", "Huaxi"}}},
	{"taolin", "桃林镇", "Taolin Town", 5, []demoCommunity{
		{"taolin-liujia", "刘家社区", "Liujia"}, {"taolin-shanjia", "山甲社区", "Shanjia"}, {"taolin-donggou", "东沟社区", "Donggou"}}},
	{"huanghua", "皇华镇", "Huanghua Town", 6, []demoCommunity{
		{"huanghua-haogezhuang", "郝戈庄社区", "Haogezhuang"}, {"huanghua-shouta", "寿塔社区", "Shouta"}, {"huanghua-xiangjiagou", "相家沟社区", "Xiangjiagou"}}},
}
