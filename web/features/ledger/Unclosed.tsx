import { Alert } from 'antd';
import { Link } from 'react-router';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import type { Ledger } from './types.ts';

const SHOWN = 5;

/** Streamed answers whose end nobody recorded: how much of them left is not known. */
export function Unclosed({ unclosed }: { unclosed: Ledger['unclosed'] }) {
  const { t, language } = useText();
  if (unclosed.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      data-test="ledger-unclosed"
      title={t(
        `${unclosed.length} 次传送只有开始、没有结束的记录`,
        `${unclosed.length} streamed answers were begun and never closed`,
      )}
      description={
        <>
          {t(
            '网关在传送中途退出，实际传出多少不详；请以文件或查询范围为上限，与使用部门核实。',
            'The gateway died while it sent them, so how much left is not known. Take the whole as the bound, and ask the consumer.',
          )}
          <ul style={{ margin: '8px 0 0', paddingInlineStart: 20 }}>
            {unclosed.slice(0, SHOWN).map(one => (
              <li key={`${one.log}/${one.number}`}>
                <ProofLink record={one.number} log={one.log} /> {formatTime(one.at, language)}{' '}
                {one.grantId !== null && <Link to={`/grants/${one.grantId}`}>{one.grantNo}</Link>}
              </li>
            ))}
          </ul>
          {unclosed.length > SHOWN && (
            <Link to="/ledger/records?action=gateway.unclosed">{t('查看全部', 'See all')}</Link>
          )}
        </>
      }
    />
  );
}
