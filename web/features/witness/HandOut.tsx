import { Card, Typography, theme } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { keyLines, readKeyWords } from '../../ui/verifierKey.ts';
import { ChangeWitnessKey } from './ChangeWitnessKey.tsx';
import { usePublicText } from './usePublicText.ts';

/** 给对方的登记信息: what the other platform's operator enters, both ways. All of it is public. */
export function HandOut() {
  const { t } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const [changes, setChanges] = useState(0);
  const own = usePublicText('/witness/key', changes).trim();
  const acts = keyLines(usePublicText('/ledger/keys'));
  const uses = keyLines(usePublicText('/ledger/usage/1/keys'));
  const address = `${location.origin}/witness`;
  const logs = [acts, uses].filter(keys => keys.length > 0);
  const all = [
    `${t('见证地址', 'Submission address')}: ${address}`,
    `${t('见证公钥', 'Verifier key')}: ${own}`,
    ...logs.flatMap(keys => ['', readKeyWords(keys[0] ?? '')?.name ?? '', ...keys]),
  ].join('\n');
  const label = { fontSize: 12, color: token.colorTextTertiary };
  return (
    <Card
      title={t('给对方的登记信息', 'To hand to the other side')}
      extra={<Typography.Text copyable={{ text: all }}>{t('全部复制', 'Copy all')}</Typography.Text>}
      data-test="hand-out"
    >
      <dl style={{ margin: 0, display: 'grid', gap: 12, minWidth: 0 }}>
        <div style={{ minWidth: 0 }}>
          <dt style={label}>{t('本平台作见证方：地址', 'We as a witness: address')}</dt>
          <dd style={{ margin: 0 }}>
            <KeyLine text={address} />
          </dd>
        </div>
        <div style={{ minWidth: 0 }}>
          <dt style={label}>{t('本平台作见证方：公钥', 'We as a witness: verifier key')}</dt>
          <dd style={{ margin: 0 }}>{own === '' ? '—' : <KeyLine text={own} />}</dd>
        </div>
        {logs.map(keys => {
          const name = readKeyWords(keys[0] ?? '')?.name ?? '';
          return (
            <div key={name} style={{ minWidth: 0 }}>
              <dt style={label}>{t(`本平台的存证 ${name}：公钥`, `Our log ${name}: public keys`)}</dt>
              <dd style={{ margin: 0, display: 'grid', gap: 4, minWidth: 0 }}>
                {keys.map(key => (
                  <KeyLine key={key} text={key} tag={readKeyWords(key)?.algorithm ?? '—'} />
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
      {can('witness.manage') && (
        <div style={{ marginBlockStart: 16 }}>
          <ChangeWitnessKey onDone={() => setChanges(changes + 1)} />
        </div>
      )}
    </Card>
  );
}
