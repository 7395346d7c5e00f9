/**
 * The questions that the platform asks of the law, each with its kind. A new question is one line here; its answers
 * are lines in `profiles/*.json`.
 */
import type { RuleKind } from './profile.ts';

interface RuleDeclaration {
  kind: RuleKind;
  zh: string;
  en: string;
}

/** Every question that the platform asks of the law. */
export const RULES = {
  'share.basis_rank.conditional': {
    kind: 'basis_rank',
    zh: '列入有条件共享的依据',
    en: 'What may carry a conditional share type',
  },
  'share.basis_rank.withheld': {
    kind: 'basis_rank',
    zh: '列入不予共享的依据',
    en: 'What may carry a withheld share type',
  },
  'share.conditions_listed': {
    kind: 'set',
    zh: '有条件共享须列明的内容',
    en: 'What a conditional entry must list',
  },
  'share.unconditional.path': {
    kind: 'path',
    zh: '无条件共享如何取得',
    en: 'How an unconditional entry is obtained',
  },
  'share.no_added_conditions': {
    kind: 'duty',
    zh: '不得擅自增设条件',
    en: 'No conditions beyond those listed',
  },
  'answer.unconditional.days': {
    kind: 'deadline',
    zh: '无条件共享申请的答复期限',
    en: 'Answer to an unconditional application',
  },
  'answer.conditional.days': {
    kind: 'deadline',
    zh: '有条件共享申请的答复期限',
    en: 'Answer to a conditional application',
  },
  'answer.extension.days': {
    kind: 'deadline',
    zh: '延长答复的最长期限',
    en: 'Longest extension of an answer',
  },
  'answer.extension.consent': { kind: 'actor', zh: '延长答复由谁同意', en: 'Who consents to an extension' },
  'answer.refusal': { kind: 'refusal', zh: '不同意共享的理由和依据', en: 'Grounds for refusing' },
  'answer.provider_consent': { kind: 'actor', zh: '答复前由谁签批', en: 'Who signs an answer' },
  'application.consumer_consent': { kind: 'actor', zh: '申请前由谁签批', en: 'Who signs an application' },
  'application.contents': { kind: 'set', zh: '申请须写明的内容', en: 'What an application states' },
  'supplement.once': { kind: 'duty', zh: '一次性告知补正', en: 'Missing material is told once' },
  'supplement.ask.days': {
    kind: 'deadline',
    zh: '收到后几个工作日内可以告知补正',
    en: 'How long after receipt missing material may be told',
  },
  'supplement.supply.days': {
    kind: 'deadline',
    zh: '补充材料的期限',
    en: 'How long missing material may take',
  },
  'supply.days': { kind: 'deadline', zh: '同意后共享数据的期限', en: 'Supply after consent' },
  'supply.authorises_platform': {
    kind: 'duty',
    zh: '同意即授权平台提供',
    en: 'Consent authorises the platform to supply',
  },
  'blanket.days': { kind: 'deadline', zh: '整体授权、代理授权的期限', en: 'Blanket or proxy authorisation' },
  green_channel: { kind: 'duty', zh: '应急绿色通道', en: 'Green channel in emergencies' },
  'green_channel.days': {
    kind: 'deadline',
    zh: '绿色通道授权的最长天数',
    en: 'Longest term through the green channel',
  },
  'green_channel.review.days': {
    kind: 'deadline',
    zh: '绿色通道事后审核的期限',
    en: 'Review after the green channel',
  },
  'dispute.steps': { kind: 'steps', zh: '争议处理', en: 'Dispute' },
  'catalog.update.days': { kind: 'deadline', zh: '目录更新期限', en: 'Update of the catalog' },
  'catalog.update.extension.days': {
    kind: 'deadline',
    zh: '目录更新最长延长期限',
    en: 'Longest extension of a catalog update',
  },
  'catalog.review.days': {
    kind: 'deadline',
    zh: '目录更新的审核发布期限',
    en: 'Review and publication of an updated catalog',
  },
  'catalog.reviewer': { kind: 'actor', zh: '目录由谁审核', en: 'Who reviews the catalog' },
  'catalog.assessments': { kind: 'set', zh: '编目前的评估', en: 'Assessments before submission' },
  'catalog.head_signs': { kind: 'actor', zh: '目录由谁签批', en: 'Who signs a catalog entry' },
  scenarios: { kind: 'set', zh: '应用场景', en: 'Scenarios of use' },
  'objection.days': { kind: 'deadline', zh: '数据校核期限', en: 'Answer to an objection' },
  'retention.log.months': { kind: 'retention', zh: '日志保存期限', en: 'Retention of logs' },
  'retention.use_records.months': {
    kind: 'retention',
    zh: '使用记录保存期限',
    en: 'Retention of records of use',
  },
  'grant.term_mandatory': { kind: 'duty', zh: '使用时限必填', en: 'A term of use is mandatory' },
  'grant.purpose_limit': {
    kind: 'duty',
    zh: '不得超范围使用、转给第三方',
    en: 'No other purpose, no third party',
  },
  'revoke.consult_and_file': { kind: 'duty', zh: '终止前协商并备案', en: 'Consult and file before ending' },
  'misuse.suspend': { kind: 'duty', zh: '违规使用暂停权限', en: 'Misuse suspends the grant' },
  'identifiers.person_and_legal': {
    kind: 'set',
    zh: '自然人和法人的标识',
    en: 'Identifiers of persons and legal persons',
  },
  'log.daily': { kind: 'duty', zh: '提供和获取数据记日志', en: 'Data provided and obtained is logged' },
  no_secrets: { kind: 'duty', zh: '不得含国家秘密、工作秘密', en: 'No state or work secrets' },
  'search.without_sign_in': {
    kind: 'duty',
    zh: '不需登录查阅目录',
    en: 'The catalog is searched without sign-in',
  },
  duplicate_collection: { kind: 'duty', zh: '不得重复采集', en: 'No duplicate collection' },
  'sharing.steps': { kind: 'steps', zh: '共享的环节', en: 'Steps of sharing' },
  'share.free': { kind: 'duty', zh: '无偿使用', en: 'Free of charge' },
  'supply.modes': { kind: 'set', zh: '提供数据的方式', en: 'Ways of supplying' },
  'blanket.refusal_basis': {
    kind: 'duty',
    zh: '不予整体授权须有依据',
    en: 'Refusing a blanket authorisation needs a basis',
  },
  'dispute.body': { kind: 'statement', zh: '争议由谁协调评判', en: 'Who mediates and judges disputes' },
  'needs.unlisted': {
    kind: 'statement',
    zh: '目录和清单之外的需求',
    en: 'Needs outside catalog and lists',
  },
  'catalog.publication': { kind: 'statement', zh: '目录如何发布', en: 'How the catalog is published' },
  'catalog.claiming': { kind: 'duty', zh: '部门认领目录', en: 'Departments claim their entries' },
  'catalog.county': { kind: 'statement', zh: '县级目录由谁编制管理', en: 'Who compiles county entries' },
  lists: { kind: 'set', zh: '须编制的清单', en: 'Lists to be compiled' },
  'scenarios.as_filed': {
    kind: 'duty',
    zh: '按填报的应用场景使用',
    en: 'Used for the scenario that was filed',
  },
  'applications.classes': {
    kind: 'set',
    zh: '数据应用的分类（用于评价）',
    en: 'Classes of applications of data (for evaluation)',
  },
  'use_records.contents': { kind: 'set', zh: '使用记录的内容', en: 'What records of use contain' },
  'log.traceable': { kind: 'duty', zh: '全流程可追溯', en: 'Traceable throughout' },
  'grant.disposal': { kind: 'duty', zh: '用毕妥善处置', en: 'Disposal once the purpose is served' },
  'collection.target': { kind: 'statement', zh: '数据归集', en: 'Collection' },
  'collection.share': { kind: 'percentage', zh: '归集比例目标', en: 'Share to be collected' },
  'collection.refusal': {
    kind: 'statement',
    zh: '拒绝归集的依据',
    en: 'Ground to refuse collection',
  },
  'collection.public_bodies': {
    kind: 'statement',
    zh: '公共企事业单位数据',
    en: 'Data of public enterprises and institutions',
  },
  scope: { kind: 'statement', zh: '适用范围', en: 'Scope' },
  'scope.exceptions': { kind: 'statement', zh: '适用范围的例外', en: 'Exceptions from the scope' },
  'platform.only': { kind: 'duty', zh: '通过统一平台共享', en: 'Sharing through the one platform' },
  'project.gate': { kind: 'statement', zh: '项目立项审查', en: 'Gate for projects' },
  'project.funding': { kind: 'statement', zh: '共享情况与项目经费', en: 'Sharing decides on funding' },
  indicators: { kind: 'set', zh: '评估指标', en: 'Indicators' },
  'evaluation.methods': { kind: 'set', zh: '评估方式', en: 'Methods of evaluation' },
  'evaluation.rhythm': { kind: 'statement', zh: '监督评估的周期', en: 'Rhythm of supervision' },
  'evaluation.part_of': {
    kind: 'statement',
    zh: '纳入何种考核',
    en: 'The assessment it is part of',
  },
  'evaluation.use': { kind: 'statement', zh: '应用成效评价', en: 'Evaluation of use' },
  'breach.provider': { kind: 'statement', zh: '提供方违反规定的处理', en: 'Breach by a provider' },
  'breach.consumer': { kind: 'statement', zh: '使用方违反规定的处理', en: 'Breach by a consumer' },
  'breach.authority': {
    kind: 'statement',
    zh: '主管部门违反规定的处理',
    en: 'Breach by the authority',
  },
  'breach.rectification': { kind: 'statement', zh: '通报和整改', en: 'Circulars and rectification' },
  'breach.escalation': {
    kind: 'statement',
    zh: '逾期未整改报给谁',
    en: 'Where an unanswered rectification goes',
  },
  'breach.discipline': { kind: 'statement', zh: '情节严重的处分', en: 'Sanction of grave breaches' },
  liability: { kind: 'statement', zh: '责任划分', en: 'Liability' },
  'liability.exemption': { kind: 'statement', zh: '容错免责', en: 'Exemption from liability' },
} as const satisfies Record<string, RuleDeclaration>;
