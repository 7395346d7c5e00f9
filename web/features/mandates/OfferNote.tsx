import { Alert } from 'antd';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import type { Offered } from './types.ts';

/** What makes applications quick where nothing else does. */
const INSTEAD: Record<Offered['unconditional']['path'], readonly [zh: string, en: string]> = {
  standing_consent: [
    '这里是常设同意：随无条件共享目录的签批给出，随目录发布生效。',
    'Here are standing consents: given with the signature of an unconditional entry, in force from its publication.',
  ],
  platform_authorises: [
    '无条件共享的申请由平台管理单位授权，也不用常设同意。',
    'Applications for unconditional entries are authorised by the platform’s managing unit, without standing consent.',
  ],
  provider_answers: [
    '无条件共享的申请由提供部门答复。',
    'Applications for unconditional entries are answered by their providers.',
  ],
};

/** What the place knows of blanket authorisations and proxies: a text, a draft of one, or nothing. */
export function OfferNote({ offered, of = 'own' }: { offered: Offered; of?: 'own' | 'provider' }) {
  const { t } = useText();
  const { citation, unconditional } = offered;
  if (citation === null)
    return (
      <Alert
        type="info"
        showIcon
        data-test="mandates-not-offered"
        title={t(
          `${of === 'own' ? '本地' : '提供部门所在地的'}规定没有整体授权和代理授权。${INSTEAD[unconditional.path][0]}`,
          `The rules of ${of === 'own' ? 'this place' : 'the provider’s place'} know no blanket authorisation and no proxy. ${INSTEAD[unconditional.path][1]}`,
        )}
        description={
          <div style={{ display: 'grid', gap: 8 }}>
            <span>{t('有条件共享的，请逐项申请。', 'Conditional entries are applied for one by one.')}</span>
            {unconditional.citation && <ClauseNote citation={unconditional.citation} />}
          </div>
        }
      />
    );
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <ClauseNote citation={citation} />
      {citation.status === 'draft' && (
        <span data-test="mandates-draft" style={{ fontSize: 13 }}>
          {t(
            '这是征求意见稿，没有生效：双方可以约定，期限和依据以现行规定为准。',
            'This text is a draft and not in force: two departments may agree to it; dates and grounds follow the rules in force.',
          )}
        </span>
      )}
    </div>
  );
}
