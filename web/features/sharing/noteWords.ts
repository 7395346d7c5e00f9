/** The words of the decisions that need a text at most. */
import type { ApplicationAction } from './types.ts';
import type { Translate } from './words.ts';

type Simple = Exclude<
  ApplicationAction,
  'agree' | 'refuse' | 'refuse_outside' | 'redirect' | 'ask_material' | 'ask_extension'
>;

interface NoteWords {
  /** On the button that signs it; the action's own name where nothing else is said. */
  confirm?: string;
  /** What is then true. */
  said: string;
  /** What will happen. */
  says?: string;
  /** Above the text. */
  ask: string;
  /** Characters that the text has at least; 0 where it may be left out. */
  least: number;
  danger?: boolean;
}

export function noteWords(action: Simple, t: Translate): NoteWords {
  const optional = { ask: t('意见（可不写）', 'Opinion (optional)'), least: 0 };
  const reason = (least: number) => ({
    ask:
      least > 2
        ? t(`理由（不少于 ${least} 个字）`, `Reason (${least} characters at least)`)
        : t('理由', 'Reason'),
    least,
  });
  switch (action) {
    case 'submit':
      return {
        ...optional,
        said: t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'),
      };
    case 'consent':
      return {
        ...optional,
        confirm: t('确认同意', 'Confirm'),
        said: t('已签批，申请已提交。', 'Signed; the request has been sent.'),
      };
    case 'decline':
      return {
        ...reason(2),
        said: t('已退回本部门经办人。', 'Returned to your department’s officer.'),
        says: t('退回后经办人可以修改再送。', 'The officer can change it and send it again.'),
        danger: true,
      };
    case 'withdraw':
      return {
        ...optional,
        said: t('申请已撤回。', 'The request is withdrawn.'),
        says: t('撤回后不能恢复，需要时重新申请。', 'It cannot be taken up again; apply anew when needed.'),
        danger: true,
      };
    case 'authorise':
      return {
        ...optional,
        confirm: t('确认授权', 'Confirm'),
        said: t('已授权。', 'Authorised.'),
      };
    case 'allow_exception':
      return {
        ...reason(5),
        said: t('已准予不同意，申请方已收到告知。', 'The refusal stands; the consumer is told.'),
        says: t(
          '规则是“原则上”的，主管部门可以写明理由作例外处理；申请即告不同意。',
          'The rule holds in principle; the authority may set it aside with reasons. The request is then refused.',
        ),
        danger: true,
      };
    case 'deny_exception':
      return {
        ...reason(5),
        said: t('已退回提供部门，须按规则答复。', 'Back with the provider, which answers by the rule.'),
        says: t(
          '退回后提供部门须按规则答复，期限不变。',
          'The provider answers by the rule, within its time.',
        ),
      };
    case 'supply_material':
      return {
        ask: t('补了什么', 'What has been supplied'),
        least: 2,
        said: t('材料已补齐，继续计时。', 'Material supplied; the clock runs on.'),
        says: t('请先在“材料”里上传附件，再确认补齐。', 'Attach the files under “Material” first.'),
      };
    case 'grant_extension':
      return {
        ...optional,
        confirm: t('确认同意延长', 'Confirm'),
        said: t('已同意延长，申请方同时收到告知。', 'Granted; the consumer is told with it.'),
      };
    case 'deny_extension':
      return {
        ...reason(2),
        said: t('已不同意延长，期限不变。', 'Denied; the date stands.'),
        says: t('期限不变，提供部门须按期答复。', 'The date stands; the provider answers by then.'),
        danger: true,
      };
    case 'pass_check':
      return {
        ...optional,
        confirm: t('确认通过', 'Confirm'),
        said: t('规范审核已通过。', 'The check is passed.'),
      };
    case 'fail_check':
      return {
        ...reason(5),
        said: t('已退回提供部门重新答复。', 'Sent back to the provider.'),
        says: t('退回后提供部门重新答复，期限不变。', 'The provider answers again, within its time.'),
        danger: true,
      };
    case 'accept':
      return {
        ...optional,
        confirm: t('确认接受', 'Accept'),
        said: t('已接受，授权生效。', 'Accepted; the grant is in force.'),
        says: t(
          '接受后按同意的部分授权；不接受的，请用“申请协调”。',
          'The grant covers what was agreed; to contest it, use “Dispute it”.',
        ),
      };
    case 'confirm_use':
      return {
        ...optional,
        confirm: t('确认通过', 'Confirm'),
        said: t('事后审核已通过，到期自动终止。', 'Confirmed; it ends by itself on its day.'),
      };
    case 'end_use':
      return {
        ...reason(20),
        said: t('已停止使用，授权已终止。', 'The use is ended, and the grant with it.'),
        says: t('授权立即终止，申请方会看到理由。', 'The grant ends at once; the consumer reads the reason.'),
        danger: true,
      };
  }
}
