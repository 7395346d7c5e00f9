import type { Field } from './types.ts';

type Pair = readonly [zh: string, en: string];

export interface Help {
  text: Pair;
  /** Where it is asked. */
  from: Pair;
}

const GUIDE: Pair = ['政务信息资源目录编制指南（试行）', 'Guide to compiling catalogs (trial)'];
const ARTICLE_13: Pair = ['政务数据共享条例 第十三条', 'Decree 809, art. 13'];
const PAPER: Pair = ['朔州市政务数据共享工作实施方案 三（四）1', 'Shuozhou’s plan for data sharing, 3(4)1'];
const ARTICLE_15: Pair = ['政务数据共享条例 第十五条', 'Decree 809, art. 15'];

/** What the guide and the decree ask of a field, shown while it is filled in. */
export const HELP: Record<Field, Help> = {
  title: {
    text: [
      '写数据的名称，不写信息系统的名称；本部门内不重名。名称应让别的部门一看就知道里面是什么。',
      'Name the data, not the system that holds them; no two entries of a department have one name.',
    ],
    from: GUIDE,
  },
  abstract: {
    text: [
      '概括内容：记录什么、从哪一年起、覆盖哪个范围、数据怎样产生。',
      'Say what is recorded, since when, for which area, and how the data come about.',
    ],
    from: GUIDE,
  },
  classCode: {
    text: [
      '按类、项、目、细目选到能选的最细一级。基础类是人口、法人等国家基础库的内容；跨部门共建的归主题类；其余归部门类。目录代码的前段由分类生成。',
      'Choose the finest class: base for the national base libraries, theme for what several departments build, department for the rest. The code of the entry begins with it.',
    ],
    from: GUIDE,
  },
  subject: {
    text: [
      '数据说的是谁。自然人以公民身份号码标识，法人和其他组织以统一社会信用代码标识。',
      'Whom the data are about. Persons are identified by the citizen number, organisations by the credit code.',
    ],
    from: GUIDE,
  },
  updateCycle: {
    text: [
      '数据多久更新一次：实时、每日、每周、每月、每季度、每半年、每年。超过周期没有更新，目录会标“超期”。',
      'How often the data change. An entry whose data are older than that is marked stale.',
    ],
    from: GUIDE,
  },
  updateCycleNote: {
    text: ['选“其他”时写明实际的更新安排。', 'Where the cycle is “other”, say when it is updated.'],
    from: GUIDE,
  },
  format: {
    text: [
      '先选格式大类，再选子类，子类随大类变化；自描述格式要在备注中写明格式名称。',
      'Choose the kind, then the type that belongs to it; a self-described format is named in the remark.',
    ],
    from: GUIDE,
  },
  carrier: {
    text: ['数据现在保存在电子介质还是纸上。', 'Whether the data lie in a machine or on paper.'],
    from: PAPER,
  },
  digitising: {
    text: [
      '纸质数据也要编目；写明由谁、到什么时候、怎样变成电子数据。',
      'What lies on paper is listed too: who makes it electronic, by when, and how.',
    ],
    from: PAPER,
  },
  duty: {
    text: [
      '数据因哪项职责或事项产生。依政务服务事项梳理的，填 12 位事项基本目录编码。',
      'The duty or matter that the data come from. A service matter has its 12-character code.',
    ],
    from: ['国家政务数据直达 目录梳理要求', 'National direct channel, rules on entries'],
  },
  system: {
    text: ['产生数据的业务系统，用系统的正式名称。', 'The system in which the data arise, by its full name.'],
    from: ['国家政务数据直达 目录梳理要求', 'National direct channel, rules on entries'],
  },
  contact: {
    text: [
      '回答问题的岗位，不写个人姓名：人会调动，岗位不变。',
      'The post that answers questions, never a person: people move, posts stay.',
    ],
    from: GUIDE,
  },
  phone: {
    text: ['岗位的办公电话，工作时间有人接听。', 'The office telephone of that post.'],
    from: GUIDE,
  },
  items: {
    text: [
      '逐项写名称、类型、长度。选标准数据元可带出类型、长度和代码表，别的部门也更容易认出同一项数据。个别数据项可以单独列为有条件或不予共享，须写明条件或理由。',
      'Each item has its name, type and length; a standard element brings them along. An item may be conditional or withheld by itself: then say on what conditions, or why.',
    ],
    from: GUIDE,
  },
  shareType: {
    text: [
      '以共享为原则，不共享为例外。列为有条件或不予共享的，须有法律、行政法规、国务院决定等依据。',
      'Sharing is the rule. Conditional and withheld need their ground in law.',
    ],
    from: ARTICLE_15,
  },
  basis: {
    text: [
      '写依据的全称和条款，并选它的效力等级；等级不够的依据不能支持所选的共享类型。',
      'The full title and article of the text, with its rank; a rank too low does not carry the share type.',
    ],
    from: ARTICLE_15,
  },
  conditions: {
    text: [
      '一行写一个条件，写到使用部门照着就能准备材料。没有列明的条件，申请时不得另加；不予共享的，写明理由。',
      'One condition a line, so that whoever applies can prepare. What is not listed cannot be asked for later.',
    ],
    from: ARTICLE_15,
  },
  scope: {
    text: ['可以共享给哪些部门、哪些层级。', 'To which departments and levels it may be given.'],
    from: ARTICLE_13,
  },
  purpose: {
    text: ['共享后可以用来做什么。', 'What the data may be used for.'],
    from: ARTICLE_13,
  },
  useTerms: {
    text: [
      '使用时要遵守的要求，如留存期限、不得再提供。',
      'What whoever uses them must keep to, such as how long they may be kept.',
    ],
    from: ARTICLE_13,
  },
  modes: {
    text: [
      '能用核验或查询满足的，不提供批量数据。数据库资源可以接口或批量交换，文件资源只能以文件共享。',
      'Where a verification or query serves, no batch is given. A file can only be shared as a file.',
    ],
    from: GUIDE,
  },
  means: {
    text: [
      '一般通过共享平台；确不能上平台的，可用邮件或介质，平台只登记不传输。',
      'Through the platform as a rule; by mail or on a medium only where it cannot be.',
    ],
    from: GUIDE,
  },
  openType: {
    text: [
      '是否可以向社会开放。含个人信息、商业秘密的，不能无条件开放。',
      'Whether the public may have it. Personal information and trade secrets are never open without conditions.',
    ],
    from: GUIDE,
  },
  openConditions: {
    text: ['有条件开放的，写明开放的条件。', 'The conditions on which it is open.'],
    from: GUIDE,
  },
  grade: {
    text: [
      '一般、重要、核心三级。按遭到泄露、篡改后对国家安全、经济运行、社会秩序的危害判断。',
      'General, important or core, by the harm that leaking or altering the data would do.',
    ],
    from: ['GB/T 43697-2024 数据分类分级规则', 'GB/T 43697-2024'],
  },
  secrecy: {
    text: [
      '编目前须做保密风险评估。结论为国家秘密或工作秘密的，不能编入目录，按保密规定办理。',
      'Done before the entry is compiled. State and work secrets do not enter the catalog at all.',
    ],
    from: ARTICLE_13,
  },
  personalInfo: {
    text: [
      '含个人信息的，须做个人信息保护影响评估，写明结论和日期。',
      'Personal information needs an impact assessment, with its conclusion and date.',
    ],
    from: ARTICLE_13,
  },
  related: {
    text: [
      '与本目录有关的其他目录的代码，例如同一业务的上一环节、同一对象的补充信息。',
      'Codes of entries that belong to this one, such as the step before it in the same business.',
    ],
    from: GUIDE,
  },
};
