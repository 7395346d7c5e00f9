import { theme } from 'antd';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import type { Applied, Resolution } from './types.ts';
import { standingWord } from './words.ts';

/** Every text on one question, the region's own first: which one counts, and what the others say. */
export function Chain({ rule }: { rule: Resolution }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const acts = (applied: Applied): boolean =>
    rule.effective !== null &&
    applied.document === rule.effective.document &&
    applied.article === rule.effective.article;
  const tagOf = (applied: Applied): string => {
    if (acts(applied)) return t('以此为准', 'This one counts');
    // The platform's own choice fills silence only.
    if (applied.level === 'default' && applied.standing === 'counts')
      return t('无规定时才用', 'Only where no text speaks');
    return standingWord(applied.standing, language);
  };
  return (
    <ol style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 12, maxWidth: 780 }}>
      {rule.chain.map(applied => (
        <li key={`${applied.document} ${applied.article}`} data-test="chain" data-acts={acts(applied)}>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 12px', marginBottom: 4 }}>
            <strong style={{ fontWeight: 500 }}>{t(applied.valueText, applied.valueTextEn)}</strong>
            {applied.inPrinciple && (
              <span style={{ color: token.colorTextSecondary }}>
                {t('原则上：另作决定须写明理由', 'In principle: another decision needs its reasons')}
              </span>
            )}
            {applied.ours && (
              <span style={{ color: token.colorTextSecondary }}>
                {t('平台的理解或设定', 'The platform’s reading or choice')}
              </span>
            )}
          </div>
          {/* A text that is over or not begun is not “in force”, whatever it was made as. */}
          <ClauseNote
            citation={
              applied.standing === 'not_yet' || applied.standing === 'ended'
                ? { ...applied, status: '' }
                : applied
            }
            tag={tagOf(applied)}
          />
          {applied.note !== '' && (
            <div lang="zh-CN" style={{ color: token.colorTextSecondary, fontSize: 13, marginTop: 4 }}>
              {t('说明：', 'Note: ')}
              {applied.note}
            </div>
          )}
          {applied.planEnds !== null && (
            <div style={{ color: token.colorTextSecondary, fontSize: 13, marginTop: 4 }}>
              {t(`文件的工作目标到 ${applied.planEnds}`, `The text’s own goals end ${applied.planEnds}`)}
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
