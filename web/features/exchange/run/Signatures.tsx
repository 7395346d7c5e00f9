import { SafetyCertificateOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { KeyLine } from '../../../ui/KeyLine.tsx';
import { useText } from '../../../ui/language.tsx';
import type { Half, Receipt } from '../types.ts';
import { rowsEn } from '../words.ts';

/** 双方签名: what each end said of the rows, in its department’s name. */
export function Signatures({ receipt }: { receipt: Receipt }) {
  const { t } = useText();
  const { token } = theme.useToken();
  if (receipt.halves.length === 0) return null;
  return (
    <div style={{ marginTop: 12 }} data-test="receipt-halves">
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
          gap: 12,
        }}
      >
        {receipt.halves.map(half => (
          <HalfBox key={half.side} half={half} />
        ))}
      </div>
      {receipt.operator === 'one' && (
        <p style={{ color: token.colorTextSecondary, fontSize: 13, marginTop: 8 }}>
          {t(
            '两端由本平台一个进程经办，用双方部门交由平台保管的密钥各签一半。',
            'One process of this platform handled both ends; each half is signed with its department’s key, held by the platform.',
          )}
        </p>
      )}
    </div>
  );
}

function HalfBox({ half }: { half: Half }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const rows = formatCount(half.rows, language);
  return (
    <div
      style={{
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: 4,
        padding: '8px 12px',
        minWidth: 0,
      }}
    >
      <div style={{ fontWeight: 500 }}>
        <SafetyCertificateOutlined aria-hidden style={{ marginInlineEnd: 6, color: token.colorPrimary }} />
        {half.side === 'read'
          ? t(`${half.department}：送出 ${rows} 行`, `${half.department}: sent ${rowsEn(half.rows)}`)
          : t(`${half.department}：读回 ${rows} 行`, `${half.department}: read back ${rowsEn(half.rows)}`)}
      </div>
      <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
        {t(`签于 ${formatTime(half.at, language, true)}`, `Signed ${formatTime(half.at, language, true)}`)}
      </div>
      <KeyLine tag={t('密钥', 'Key')} text={half.keyId} />
      <KeyLine tag={t('签名', 'Signature')} text={half.signature} />
    </div>
  );
}
