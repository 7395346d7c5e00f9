import type {
  ApplicationFacts,
  ConsentBy,
  ConsentFacts,
  ExtensionFacts,
  RefusalFacts,
  StepFacts,
  SupplementFacts,
  WaysFacts,
} from './facts.ts';
import {
  type Block,
  addressee,
  form,
  heading,
  inFull,
  inShort,
  line,
  list,
  signature,
  text,
} from './structure.ts';
import {
  NARROWED,
  dayWords,
  dayWordsOf,
  levelWord,
  maskWord,
  modeWord,
  refusedWord,
  rowSentences,
} from './words.ts';

/** 你单位2026年11月21日提出的…收悉 */
function received({ sentAt, entryTitle, no }: ApplicationFacts): string {
  const when = sentAt === null ? '' : dayWordsOf(sentAt);
  return `你单位${when}提出的“${entryTitle}”共享申请（编号：${no}）收悉。`;
}

const signed = (one: ApplicationFacts, { at }: StepFacts): Block[] => signature(one.provider, dayWordsOf(at));

const quoted = (title: string, { clauses: cited }: { clauses: StepFacts['clauses'] }): Block[] =>
  cited.length === 0 ? [] : [heading(title), ...inFull(cited)];

function ways({ steps, clauses: cited }: WaysFacts): Block[] {
  if (steps.length === 0) return [];
  return [text(`对本决定有不同意见的，可以依次通过以下途径解决：${steps.join('；')}。`), ...inShort(cited)];
}

const BY: Record<ConsentBy, string> = {
  agree: '经本部门政务数据共享工作机构负责人同意，',
  standing_consent: '依本部门在目录发布时作出的事先同意，',
  authorise: '经政务数据共享平台管理单位授权，',
  mandate: '依有效的批量授权，',
  green_channel: '依绿色通道先行共享、事后核查的规定，',
};

/** What is left out or narrower, and why; what has no reason of its own has that of the whole. */
function narrowed({ left, narrowed: parts, reason }: ConsentFacts): Block[] {
  const rows = parts.map(({ what, why }) => [
    what === NARROWED.items ? `${what}：不予共享${left.join('、')}` : what,
    why === '' ? reason : why,
  ]);
  const said = rows.some(([, why]) => why === reason);
  return [
    list([40, 50], ['不予同意的内容', '理由'], rows),
    ...(reason === '' || said ? [] : [text(`说明：${reason}`)]),
  ];
}

const ORDINALS = ['一', '二', '三', '四', '五', '六'];
/** Parts with a heading each, numbered as far as they are there. */
const numbered = (parts: readonly [title: string, blocks: Block[]][]): Block[] =>
  parts
    .filter(([, blocks]) => blocks.length > 0)
    .flatMap(([title, blocks], at) => [heading(`${ORDINALS[at] ?? ''}、${title}`), ...blocks]);

/** 答复书: what is granted, what is not and why. */
export function answerPaper(one: ApplicationFacts, consent: ConsentFacts): Block[] {
  const { step, granted, grantNo, limits, reason } = consent;
  const partial = consent.narrowed.length > 0;
  return [
    addressee(one.consumer),
    text(`${received(one)}${BY[consent.by]}现答复如下：`),
    ...numbered([
      [
        partial ? '同意部分共享' : '同意共享',
        [
          form([
            line('目录', one.entryTitle),
            line('共享方式', modeWord(consent.mode)),
            line('数据范围', rowSentences(consent.rows)),
            line('使用期限', `至 ${dayWords(consent.until)}`),
            line('使用系统', one.system.name),
            ...(limits.length === 0 ? [] : [line('使用限额', limits)]),
            ...(grantNo === null ? [] : [line('授权编号', grantNo)]),
          ]),
        ],
      ],
      [
        `同意共享的数据项（${granted.length} 项）`,
        [
          list(
            [40, 20, 30],
            ['数据项名称', '敏感级别', '脱敏方式'],
            granted.map(({ name, sensitivity, mask }) => [
              name,
              sensitivity === null ? '—' : levelWord(sensitivity),
              mask === null ? '按目录' : maskWord(mask),
            ]),
          ),
        ],
      ],
      partial ? ['不予同意的内容和理由', narrowed(consent)] : ['说明', reason === '' ? [] : [text(reason)]],
      ['依据', inFull(step.clauses)],
      ['使用要求', inShort(consent.duties)],
      ['争议解决途径', partial ? ways(consent.ways) : []],
    ]),
    ...signed(one, step),
  ];
}

/** 不予共享告知书. */
export function refusalPaper(one: ApplicationFacts, refusal: RefusalFacts): Block[] {
  const { step, category, basis, conditions } = refusal;
  return [
    addressee(one.consumer),
    text(`${received(one)}经审核，不予共享。现将有关情况告知如下：`),
    ...numbered([
      [
        '情形',
        [
          text(`${refusedWord(category)}。`),
          ...conditions.map(condition => text(`未满足的条件：${condition}`)),
        ],
      ],
      ['理由', refusal.reason.split('\n').map(text)],
      ['依据', [...(basis === '' ? [] : [text(basis)]), ...inFull(step.clauses)]],
      ['争议解决途径', ways(refusal.ways)],
    ]),
    ...signed(one, step),
  ];
}

/** 补正通知书: everything that is missing, told once. */
export function supplementPaper(one: ApplicationFacts, supplement: SupplementFacts): Block[] {
  const { step, material, days, ours } = supplement;
  const within =
    days === null
      ? '请尽快一次补齐。'
      : `请自收到本通知之日起${days}个工作日内一次补齐${ours ? '（该期限由本平台约定）' : ''}；逾期未补正的，本次申请终止，可以另行提出。`;
  return [
    addressee(one.consumer),
    text(`${received(one)}经审核，需要补正以下材料：`),
    list(
      [90],
      ['需要补正的材料'],
      material.map(what => [what]),
    ),
    text(`${within}补正期间不计入答复期限。`),
    text('本通知已一次性列明全部需要补正的材料，此后不再要求补充其他材料。'),
    ...quoted('依据', step),
    ...signed(one, step),
  ];
}

/** 延期答复告知书. */
export function extensionPaper(one: ApplicationFacts, extension: ExtensionFacts): Block[] {
  const { step, reason, days, before, due } = extension;
  const until = due === null ? '' : `，延长后的答复期限为${dayWords(due)}`;
  const from = before === null ? '' : `原答复期限为${dayWords(before)}，`;
  return [
    addressee(one.consumer),
    text(
      `${received(one)}因特殊原因不能在规定期限内答复，经同级政务数据共享主管部门同意，${from}现延长${days}个工作日${until}。`,
    ),
    heading('一、延期原因'),
    text(reason),
    heading('二、同意延期'),
    text(`${step.post}${step.name === '' ? '' : `（${step.name}）`}于${dayWordsOf(step.at)}同意。`),
    ...quoted('三、依据', step),
    ...signed(one, step),
  ];
}
