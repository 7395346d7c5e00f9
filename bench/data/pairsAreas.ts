/**
 * Fields of government with the entries that departments list about them, and what only these entries say. Written by
 * hand, by meaning, before the detector was looked at; a row is `key type names`, one meaning.
 */
import type { Meaning } from './pairsShared.ts';

export interface Area {
  key: string;
  subject: 'person' | 'legal' | 'other';
  /** The word that stands before what is said about its subject; empty when catalogs use none. */
  who: string;
  titles: string[];
  meanings: Meaning[];
}

const TYPES = { t: 'text', b: 'bigint', n: 'numeric', d: 'date', s: 'timestamp', o: 'boolean' } as const;

function area(key: string, subject: Area['subject'], who: string, titles: string, rows: string): Area {
  const meanings = rows
    .trim()
    .split('\n')
    .map(row => {
      const [name = '', type = 't', ...names] = row.trim().split(' ');
      return { key: name, type: TYPES[type as keyof typeof TYPES], names };
    });
  return { key, subject, who, titles: titles.split(' '), meanings };
}

export const AREAS: Area[] = [
  area('marriage', 'person', '', '婚姻登记信息 结婚登记档案 婚姻登记办理记录', `
    date d 登记日期* 结婚登记日期 婚姻登记日期 结婚日期
    organ t 登记机关* 婚姻登记机关 婚姻登记机关名称 婚姻登记处
    certificate t 证书编号* 结婚证字号 结婚证编号 结婚证号
    kind t 业务类型* 婚姻登记类型 婚姻登记业务类型
    man t 男方姓名 丈夫姓名 男方当事人姓名
    woman t 女方姓名 妻子姓名 女方当事人姓名
    manId t 男方身份证号 男方证件号码 男方公民身份号码
    womanId t 女方身份证号 女方证件号码 女方公民身份号码
    divorce d 离婚日期 离婚登记日期 离婚时间`),
  area('birth', 'person', '新生儿', '出生医学证明信息 新生儿出生登记信息 出生证签发记录', `
    certificate t 证明编号* 出生医学证明编号 出生证编号 出生证明编号
    issued d 签发日期* 出生医学证明签发日期 出生证签发日期
    issuer t 签发机构* 出生医学证明签发机构 出生证签发单位
    weight n 出生体重 出生体重（克） 新生儿体重
    weeks b 孕周 出生孕周 孕周数
    mother t 母亲姓名 新生儿母亲姓名 产妇姓名
    father t 父亲姓名 新生儿父亲姓名 生父姓名
    place t 出生地点 接生机构名称 出生医疗机构`),
  area('death', 'person', '死者', '居民死亡信息 殡葬火化信息 死亡医学证明信息', `
    date d 死亡日期 死亡时间 亡故日期
    cause t 死亡原因 死因 根本死亡原因
    cremated d 火化日期 火化时间 遗体火化日期
    home t 殡仪馆名称 火化单位名称 殡仪馆
    certificate t 证明编号* 死亡证明编号 死亡医学证明编号`),
  area('lowIncome', 'person', '低保对象', '最低生活保障对象信息 城乡低保救助信息 低保金发放信息', `
    amount n 发放金额* 低保金发放金额 低保金额 最低生活保障金金额
    start d 享受开始日期* 低保享受开始日期 低保起始日期
    stop d 停发日期* 低保停发日期 低保终止日期
    members b 保障人口数 低保保障人数 享受低保人数
    number t 低保证号 低保证编号 最低生活保障证号
    state t 状态* 低保状态 低保享受状态
    paid d 发放日期* 低保金发放日期 低保金发放时间`),
  area('disabled', 'person', '残疾人', '残疾人证持证信息 残疾人基本信息 残疾人两项补贴信息', `
    kind t 残疾类别 残疾类型 残疾种类 残疾类别代码
    grade t 等级* 残疾等级 残疾级别 残疾程度
    number t 残疾人证号 残疾证号 残疾人证编号
    issued d 发证日期* 残疾人证发证日期 残疾证发证时间
    subsidy n 补贴金额* 残疾人补贴金额 残疾补贴发放金额
    guardian t 监护人姓名 残疾人监护人姓名 监护人`),
  area('pension', 'person', '参保人', '城镇职工养老保险参保信息 基本养老保险缴费信息 企业职工养老保险待遇信息', `
    start d 参保日期* 养老保险参保日期 养老保险参保时间 首次参加养老保险日期
    base n 缴费基数* 养老保险缴费基数 养老保险月缴费基数
    months b 缴费月数* 养老保险缴费月数 养老保险累计缴费月数
    state t 参保状态* 养老保险参保状态 养老参保状态
    treat n 养老金金额 月养老金 基本养老金月标准 养老金月发放额
    retired d 退休日期 退休时间 离退休日期
    number t 社会保障号码 社会保障号 社保号码 社保号`),
  area('medicare', 'person', '参保人员', '基本医疗保险参保信息 医保结算信息 城乡居民医保缴费信息', `
    start d 参保日期* 医疗保险参保日期 医保参保时间 医保参保日期
    base n 缴费基数* 医疗保险缴费基数 医保缴费基数
    state t 参保状态* 医疗保险参保状态 医保参保状态
    total n 医疗总费用 医疗费用总额 总费用* 医疗费总额
    fund n 统筹支付金额 统筹基金支付金额 医保统筹支付额
    settle s 结算时间* 医保结算时间 医保结算日期
    place t 定点医疗机构名称 定点机构名称 医保定点医疗机构`),
  area('jobless', 'person', '失业人员', '失业登记信息 失业保险金发放信息 就业失业登记信息', `
    date d 登记日期* 失业登记日期 失业登记时间
    lost d 失业日期 失业时间 失业起始日期
    reason t 失业原因 失业原因代码 失业缘由
    amount n 发放金额* 失业保险金金额 失业金发放金额 失业保险金发放金额
    card t 就业创业证号 就业创业证编号 就业失业登记证号`),
  area('patient', 'person', '患者', '门诊就诊记录 住院病案首页信息 电子病历信息', `
    number t 门诊号 门诊号码 门诊编号
    bed t 病案号 住院病案号 病案编号
    admitted d 入院日期 入院时间 住院日期
    left d 出院日期 出院时间 离院日期
    diagnosis t 诊断名称* 疾病诊断 疾病诊断名称 主要诊断 诊断结果*
    department t 科室* 就诊科室 就诊科室名称
    doctor t 医师姓名 医生姓名 主治医师姓名 接诊医生
    allergy t 过敏史 药物过敏史 过敏情况`),
  area('vaccine', 'person', '受种者', '预防接种信息 疫苗接种记录 儿童免疫接种信息', `
    name t 疫苗名称 接种疫苗名称 疫苗品名
    date d 接种日期 疫苗接种日期 接种时间 预防接种日期
    dose b 剂次 接种剂次 接种针次 第几针
    lot t 批号* 疫苗批号 疫苗生产批号
    unit t 接种单位 接种单位名称 预防接种门诊`),
  area('physician', 'person', '医师', '医师执业注册信息 执业医师信息 医师资格信息', `
    number t 证书编号* 医师执业证书编号 执业医师证书编号 医师执业证号
    qualify t 医师资格证书编号 医师资格证号 医师资格证书编码
    scope t 执业范围* 医师执业范围 执业专业范围
    place t 主要执业机构 执业机构名称 所在执业机构
    issued d 发证日期* 医师执业证书发证日期 执业证书签发日期`),
  area('pupil', 'person', '学生', '中小学生学籍信息 义务教育在校生信息 学生基本信息', `
    number t 学籍号 学籍号码 全国学籍号 学籍编号
    school t 学校名称* 就读学校 就读学校名称 所在学校
    entered d 入学日期 入学时间 入学年月
    grade t 年级 所在年级 就读年级
    class t 班级 所在班级 班级名称
    guardian t 监护人姓名 家长姓名 学生监护人姓名
    guardianPhone t 监护人电话 监护人联系电话 家长联系电话
    state t 状态* 学籍状态 学生学籍状态`),
  area('graduate', 'person', '毕业生', '高等教育学历证书信息 高校毕业生信息 毕业证书信息', `
    number t 证书编号* 毕业证书编号 毕业证编号 学历证书编号
    date d 毕业日期 毕业时间 毕业年月
    major t 专业名称 所学专业 专业 毕业专业
    school t 学校名称* 毕业院校 毕业学校 毕业院校名称
    degree t 学位 学位名称 所获学位`),
  area('teacher', 'person', '教师', '教师资格信息 教师资格证书信息 教师资格认定信息', `
    number t 证书编号* 教师资格证书号码 教师资格证编号 教师资格证号
    kind t 资格种类* 教师资格种类 教师资格类别
    subjectTaught t 任教学科 教师任教学科 任教科目
    organ t 认定机构* 教师资格认定机构 教师资格认定机关
    issued d 发证日期* 教师资格证发证日期 教师资格证书签发日期`),
  area('driver', 'person', '驾驶人', '机动车驾驶证信息 驾驶人信息 机动车驾驶人登记信息', `
    number t 驾驶证号 机动车驾驶证号 驾驶证号码 驾驶证编号
    class t 准驾车型 准驾车型代码 驾驶证准驾车型
    first d 初次领证日期* 驾驶证初次领证日期 首次领证日期 初领驾驶证日期
    until d 有效期止* 驾驶证有效期止 驾驶证有效期截止日期
    points b 累积记分 驾驶证累计记分 累计扣分
    state t 状态* 驾驶证状态 机动车驾驶证状态`),
  area('veteran', 'person', '退役军人', '退役军人信息 退役士兵安置信息 优抚对象信息', `
    enlisted d 入伍日期 入伍时间 参军日期
    left d 退役日期 退役时间 退伍时间
    rank t 军衔 退役时军衔 退役军衔
    kind t 优抚对象类别 优抚类别 优抚对象类型
    pay n 抚恤金额 抚恤金金额 优抚金发放金额 发放金额*`),
  area('worker', 'person', '职工', '住房公积金缴存信息 公积金账户信息 公积金贷款信息', `
    account t 个人账号* 公积金账号 住房公积金个人账号 个人公积金账号
    base n 缴存基数 公积金缴存基数 住房公积金缴存基数 缴存工资基数
    balance n 账户余额* 公积金账户余额 公积金余额
    monthly n 月缴存额 公积金月缴存额 每月缴存金额
    loan n 贷款金额* 公积金贷款金额 公积金贷款额度
    state t 账户状态* 公积金账户状态 缴存状态`),
  area('floating', 'person', '流动人口', '居住证信息 流动人口登记信息 居住证签发信息', `
    number t 居住证号 居住证号码 居住证编号
    issued d 签发日期* 居住证签发日期 居住证发证日期
    until d 有效期止* 居住证有效期止 居住证有效期截止日期
    reason t 居住事由 暂住事由 居住原因
    came d 来本地日期 来本市日期 流入日期`),
  area('offender', 'person', '被执行人', '失信被执行人信息 法院执行案件信息 被执行人名单', `
    case t 案号* 执行案号 执行案件案号 执行案件编号
    court t 法院名称* 执行法院 执行法院名称
    filed d 立案日期* 执行立案日期 执行立案时间
    amount n 执行标的金额 执行标的额 申请执行标的金额
    state t 履行情况* 被执行人履行情况 履行状态*`),
  area('vehicle', 'other', '', '机动车登记信息 机动车行驶证信息 车辆登记信息', `
    plate t 号牌号码 车牌号 车牌号码 机动车号牌号码 HPHM
    vin t 车辆识别代号 车架号 VIN码 车辆识别代码
    engine t 发动机号 发动机号码 发动机编号
    date d 登记日期* 机动车登记日期 车辆登记日期 机动车注册登记日期
    organ t 登记机关* 机动车登记机关 车辆登记机关
    owner t 机动车所有人 车主姓名 车辆所有人 车主
    brand t 品牌* 车辆品牌 机动车品牌
    color t 车身颜色 车辆颜色 机动车颜色
    inspected d 检验有效期止* 机动车检验有效期止 车辆年检有效期止
    state t 状态* 机动车状态 车辆状态
    scrapped d 报废日期 强制报废期止 车辆报废日期`),
  area('violation', 'other', '', '道路交通违法信息 机动车违法处理记录 电子警察抓拍违法信息', `
    time s 违法时间 交通违法时间 违法日期
    place t 违法地点 违法地址 交通违法地点
    act t 违法行为* 交通违法行为 违法行为名称
    fine n 罚款金额* 交通违法罚款金额 罚款数额*
    points b 扣分 违法记分 违法扣分 记分值`),
  area('estate', 'other', '', '不动产登记信息 不动产权证书信息 房屋产权登记信息', `
    number t 证书编号* 不动产权证号 不动产权证书号 不动产权证书编号
    unit t 不动产单元号 不动产单元代码 不动产单元编号
    seat t 坐落 不动产坐落 房屋坐落 房屋地址
    area n 建筑面积 房屋建筑面积 建筑面积（平方米）
    owner t 权利人名称 不动产权利人 权利人 产权人
    date d 登记日期* 不动产登记日期 不动产登记时间 登簿时间
    use t 规划用途 房屋用途 用途*
    organ t 登记机关* 不动产登记机构 不动产登记机关`),
  area('land', 'other', '', '国有建设用地出让信息 土地供应信息 国有土地使用权出让公告', `
    parcel t 宗地编号 地块编号 宗地号 地块号
    area n 面积* 出让面积 土地出让面积 宗地面积
    use t 土地用途 用地性质 用途* 土地用途代码
    price n 成交价格 土地成交价 成交价* 出让成交价
    contract t 合同编号* 出让合同编号 土地出让合同号
    signed d 签订日期* 合同签订日期* 出让合同签订日期 土地出让合同签订时间
    years b 出让年限 土地使用年限 土地出让年期`),
  area('rental', 'person', '承租人', '公共租赁住房保障信息 公租房配租信息 住房租赁备案信息', `
    address t 房屋地址* 公租房地址 租赁房屋地址 租赁住房坐落
    rent n 租金* 月租金 租金标准 每月租金
    start d 租赁开始日期 起租日期 租赁起始日期
    end d 租赁结束日期 租赁终止日期 租期截止日期
    number t 备案编号* 租赁备案号 租赁合同备案编号`),
  area('food', 'legal', '食品经营者', '食品经营许可证信息 食品经营许可信息 餐饮服务单位许可信息', `
    number t 许可证编号* 食品经营许可证编号 食品经营许可证号
    issued d 发证日期* 食品经营许可证发证日期 食品经营许可发证时间
    until d 有效期至* 食品经营许可证有效期至 食品经营许可证有效期截止日期
    organ t 发证机关* 食品经营许可证发证机关 食品经营许可发证部门
    form t 主体业态 经营业态 食品经营主体业态
    items t 经营项目* 食品经营项目 许可经营项目*`),
  area('drug', 'legal', '药品经营企业', '药品经营许可证信息 药品经营企业许可信息 零售药店信息', `
    number t 许可证编号* 药品经营许可证号 药品经营许可证编号
    issued d 发证日期* 药品经营许可证发证日期 药品经营许可证发证时间
    until d 有效期至* 药品经营许可证有效期至 药品经营许可证有效期截止日期
    organ t 发证机关* 药品经营许可证发证机关 药品经营许可发证部门
    pharmacist t 质量负责人 质量负责人姓名 药品质量负责人`),
  area('registry', 'legal', '企业', '企业登记注册信息 营业执照信息 市场主体登记信息', `
    state t 登记状态* 经营状态 企业登记状态 企业经营状态
    organ t 登记机关* 企业登记机关 企业登记机关名称
    approved d 核准日期* 企业登记核准日期 核准时间*
    revoked d 吊销日期 营业执照吊销日期 吊销时间
    cancelled d 注销日期 企业注销日期 注销时间
    paid n 实缴资本 实收资本 实缴注册资本
    shareholder t 股东名称 股东姓名或名称 投资人名称 出资人名称
    stake n 出资额 认缴出资额 认缴出资金额
    license t 营业执照注册号 注册号 工商注册号`),
  area('abnormal', 'legal', '企业', '经营异常名录信息 企业经营异常名录列入移出信息 市场主体异常名录', `
    put d 列入日期 列入经营异常名录日期 列入时间*
    why t 列入原因 列入经营异常名录原因 列入事由*
    out d 移出日期 移出经营异常名录日期 移出时间*
    organ t 作出决定机关* 列入决定机关 列入机关`),
  area('tax', 'legal', '纳税人', '税务登记信息 纳税人信息 企业纳税申报信息', `
    number t 纳税人识别号 税号 纳税人税号 税务登记号
    organ t 主管税务机关 主管税务机关名称 主管税务局
    kind t 税种 税种名称 税种代码
    amount n 实缴税额 实缴金额* 实际缴纳税额 已缴税款
    arrears n 欠税金额 欠税余额 欠缴税额
    state t 状态* 纳税人状态 税务登记状态
    credit t 等级* 纳税信用等级 纳税信用级别
    period t 税款所属期 所属期* 税款所属时期`),
  area('insured', 'legal', '参保单位', '社会保险单位参保信息 单位社保缴费信息 工伤保险参保单位信息', `
    number t 单位编号* 单位社保编号 社保单位编号 社会保险登记号
    count b 参保人数* 单位参保人数 社保参保人数 参加社会保险人数
    arrears n 欠费金额* 社保欠费金额 社会保险欠费金额
    state t 参保状态* 单位参保状态 单位参保缴费状态`),
  area('build', 'legal', '建设单位', '建筑工程施工许可信息 施工许可证信息 房屋建筑工程许可信息', `
    number t 许可证编号* 施工许可证编号 施工许可证号 建筑工程施工许可证号
    project t 项目名称* 工程名称 建设工程名称 建设项目名称
    builder t 施工单位 施工单位名称 施工企业名称
    supervisor t 监理单位 监理单位名称 监理企业名称
    price n 合同价格* 工程合同价 工程合同价格 合同价款*
    start d 计划开工日期 合同开工日期 拟开工日期
    done d 计划竣工日期 合同竣工日期 拟竣工日期
    area n 面积* 工程建筑面积 建设规模面积
    organ t 发证机关* 施工许可发证机关 施工许可证发证机关`),
  area('bid', 'legal', '投标人', '工程招投标信息 公共资源交易中标信息 政府采购中标结果', `
    project t 项目名称* 招标项目名称 采购项目名称
    number t 项目编号* 招标编号 招标项目编号
    winner t 中标单位 中标人 中标人名称 中标供应商
    price n 中标金额 中标价 中标价格 成交金额*
    agent t 代理机构* 招标代理机构 招标代理机构名称
    opened s 开标时间 开标日期 开标日期时间`),
  area('pollute', 'legal', '排污单位', '排污许可证信息 固定污染源信息 排污单位基本信息', `
    number t 许可证编号* 排污许可证编号 排污许可证号
    until d 有效期至* 排污许可证有效期至 排污许可证有效期截止日期
    organ t 发证机关* 排污许可证核发机关 排污许可发证机关
    kind t 主要污染物类别 主要污染物种类 污染物类别
    limit n 许可排放量 许可年排放量 年许可排放量限值
    outlet t 排放口编号 排污口编号 排放口编码`),
  area('air', 'other', '', '空气质量监测信息 大气环境监测数据 环境空气质量日报', `
    station t 站点名称* 监测站点名称 空气监测站点名称 监测点位名称
    time s 监测时间 监测日期时间 空气监测时间
    aqi b 空气质量指数 AQI指数 AQI值 空气质量指数值
    level t 等级* 空气质量等级 空气质量级别 空气质量指数级别
    dust n PM2.5浓度 细颗粒物浓度 PM2.5
    coarse n PM10浓度 可吸入颗粒物浓度 PM10
    main t 首要污染物 主要污染物* 首要空气污染物`),
  area('water', 'other', '', '水库水情信息 河道水位监测信息 水文监测数据', `
    station t 站点名称* 水文站名称 测站名称
    level n 水位 实时水位 水位（米） 监测水位
    flow n 流量* 河道流量 实时流量
    warn n 警戒水位 警戒水位值 警戒线水位
    time s 监测时间 测报时间 水位监测时间`),
  area('safety', 'legal', '生产企业', '安全生产许可证信息 危险化学品企业许可信息 安全生产许可信息', `
    number t 许可证编号* 安全生产许可证编号 安全生产许可证号
    until d 有效期至* 安全生产许可证有效期至 安全生产许可证有效期截止日期
    organ t 发证机关* 安全生产许可证发证机关 安全生产许可发证部门
    officer t 安全负责人 安全生产负责人 主要安全负责人姓名
    scopeAllowed t 许可范围* 安全生产许可范围 许可生产范围`),
  area('accident', 'other', '', '生产安全事故信息 突发事件信息 安全事故统计信息', `
    time s 发生时间* 事故发生时间 事发时间 事故时间
    place t 发生地点* 事故发生地点 事发地点 事故地点
    dead b 死亡人数 事故死亡人数 遇难人数
    hurt b 受伤人数 事故受伤人数 伤员人数
    loss n 直接经济损失 经济损失金额 直接经济损失（万元）
    level t 等级* 事故等级 事故级别
    kind t 类型* 事故类型 事故类别`),
  area('shelter', 'other', '', '应急避难场所信息 避难场所分布信息 应急避险场所名录', `
    name t 名称* 避难场所名称 应急避难场所名称 场所名称*
    place t 地址* 避难场所地址 应急避难场所地址 场所详细地址*
    capacity b 容纳人数 可容纳人数 避难容纳人数
    area n 面积* 避难面积 有效避难面积`),
  area('farm', 'other', '', '农村土地承包经营权信息 承包地确权登记信息 农村承包地信息', `
    number t 证书编号* 承包经营权证编号 土地承包经营权证号
    holder t 承包方代表姓名 承包户主姓名 承包方代表
    area n 面积* 承包面积 承包地面积 实测面积*
    plot t 地块编码 承包地块编码 承包地块代码
    term t 承包期限 承包年限 土地承包期限`),
  area('grainSubsidy', 'person', '农户', '耕地地力保护补贴信息 惠农补贴发放信息 种粮补贴发放信息', `
    amount n 补贴金额* 耕地地力补贴金额 惠农补贴金额 种粮补贴金额
    acreage n 补贴面积 补贴面积（亩） 享受补贴面积
    year t 补贴年度 补贴发放年度 补贴年份
    paid d 发放日期* 补贴发放日期 补贴发放时间`),
  area('livestock', 'legal', '养殖场', '畜禽养殖场备案信息 规模养殖场信息 动物防疫条件合格证信息', `
    kind t 养殖种类 畜禽种类 养殖品种 养殖畜种
    stock b 存栏量 存栏数 存栏数量
    sold b 出栏量 出栏数量 年出栏量
    number t 证书编号* 动物防疫条件合格证编号 动物防疫合格证号`),
  area('relic', 'other', '', '文物保护单位信息 不可移动文物信息 文物保护单位名录', `
    name t 名称* 文物名称 文物保护单位名称 文保单位名称
    level t 等级* 保护级别 文物保护级别 文物级别
    age t 年代* 文物年代 文物时代 所属年代
    place t 地址* 文物地址 文物所在地 文物详细地址
    batch t 公布批次 公布批次号 文物公布批次`),
  area('scenic', 'other', '', 'A级旅游景区信息 旅游景区名录 景区基本信息', `
    name t 名称* 景区名称 旅游景区名称
    level t 等级* 景区等级 景区质量等级 A级景区等级
    place t 地址* 景区地址 旅游景区地址
    ticket n 门票价格 票价 景区门票价格
    open t 开放时间* 景区开放时间 景区营业时间
    capacity b 最大承载量 景区最大承载量 景区承载量`),
  area('library', 'person', '读者', '图书馆读者信息 图书借阅信息 公共图书馆借阅记录', `
    card t 读者证号 借书证号 读者卡号 读者证编号
    book t 书名 图书名称 题名
    isbn t ISBN号 国际标准书号 图书ISBN
    lent d 借出日期 借阅日期 借书日期
    due d 应还日期 到期归还日期 应还书日期`),
  area('penalty', 'legal', '行政相对人', '行政处罚信息 双公示行政处罚信息 行政处罚决定信息', `
    number t 决定书文号* 行政处罚决定书文号 处罚决定书文号 处罚文书号
    date d 决定日期* 处罚决定日期 行政处罚决定日期 处罚日期
    organ t 决定机关* 处罚机关 行政处罚机关 作出处罚决定的机关
    kind t 处罚类别 处罚种类 行政处罚类别
    fine n 罚款金额* 行政处罚罚款金额 处罚金额
    fact t 违法事实 主要违法事实 违法行为描述
    shown d 公示截止期 处罚公示截止日期 公示截止日期*`),
  area('licence', 'legal', '行政相对人', '行政许可信息 双公示行政许可信息 行政许可决定信息', `
    number t 决定书文号* 行政许可决定书文号 许可决定书文号
    date d 决定日期* 许可决定日期 行政许可决定日期
    organ t 决定机关* 许可机关 行政许可机关
    kind t 许可类别 行政许可类别 许可种类
    content t 许可内容 行政许可内容 许可事项内容
    until d 有效期至* 许可有效期至 许可有效期截止日期`),
  area('charity', 'legal', '社会组织', '社会组织登记信息 社会团体登记证书信息 民办非企业单位登记信息', `
    number t 证书编号* 社会组织登记证号 社会组织登记证书编号
    organ t 登记机关* 社会组织登记机关 社会组织登记管理机关
    lead t 业务主管单位 业务主管单位名称 主管单位
    date d 登记日期* 社会组织登记日期 社会组织登记时间
    check t 年检结果 年检结论 年度检查结论`),
  area('matter', 'other', '', '政务服务事项办件信息 一体化平台办件信息 行政审批办件信息', `
    number t 办件编号 办件流水号 业务流水号 受理编号
    name t 事项名称 政务服务事项名称 办理事项名称
    code t 事项编码 事项代码 政务服务事项编码
    accepted s 受理时间 办件受理时间 受理日期
    done s 办结时间 办件办结时间 办结日期
    state t 状态* 办件状态 办理状态
    score b 评价等级 满意度评价 好差评结果`),
  area('hotline', 'other', '', '12345热线工单信息 政务服务热线诉求信息 市民热线工单记录', `
    number t 工单编号 工单号 热线工单编号
    content t 诉求内容 反映内容 诉求描述
    kind t 类型* 诉求类型 诉求类别
    time s 来电时间 诉求时间 拨打时间
    handler t 承办单位 承办部门 工单承办单位
    state t 状态* 工单状态 工单办理状态`),
  area('elderly', 'person', '老年人', '高龄津贴发放信息 养老服务补贴信息 老年人补贴信息', `
    amount n 发放金额* 高龄津贴金额 高龄津贴发放金额 高龄补贴金额
    paid d 发放日期* 高龄津贴发放日期 高龄津贴发放时间
    grade t 能力等级* 老年人能力等级 自理能力等级
    caregiver t 赡养人姓名 赡养人 主要赡养人姓名`),
];
