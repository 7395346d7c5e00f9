import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { NewSecret, SystemDetail, SystemKey } from './types.ts';
import { ENVIRONMENTS } from './words.ts';

type Environment = SystemKey['environment'];

/** A further secret, or one in place of the others: they go on for the days of the overlap. */
export function KeyDialog({
  system,
  rotates,
  onClose,
  onDone,
}: {
  system: SystemDetail;
  rotates: boolean;
  onClose: () => void;
  onDone: (made: NewSecret) => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [environment, setEnvironment] = useState<Environment>(rotates ? 'live' : 'sandbox');
  const [days, setDays] = useState(365);
  const [overlapDays, setOverlapDays] = useState(7);
  const [note, setNote] = useState('');
  const old = system.keys.filter(
    key =>
      key.kind === 'secret' &&
      key.origin !== 'refresh' &&
      key.environment === environment &&
      key.state !== 'ended',
  ).length;
  const path = `/api/systems/${system.id}/keys${rotates ? '/rotate' : ''}`;
  const body = { environment, days, note: note.trim(), ...(rotates ? { overlapDays } : {}) };
  return (
    <Dialog
      title={rotates ? t('更换密钥', 'Rotate the key') : t('增加密钥', 'Add a key')}
      confirm={rotates ? t('生成新密钥', 'Make the new key') : t('生成密钥', 'Make the key')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(() => api.post<NewSecret>(path, body), t('密钥已生成', 'The key is made'), onDone)
      }
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item
          label={t('环境', 'Environment')}
          extra={t(
            '沙箱密钥只得到合成数据，适合联调；正式密钥得到授权的真实数据。',
            'A sandbox key gets synthetic rows, for trying; a live key gets what is granted.',
          )}
        >
          <Select<Environment>
            value={environment}
            onChange={setEnvironment}
            data-test="key-environment"
            options={(['live', 'sandbox'] as const).map(value => ({
              value,
              label: t(...ENVIRONMENTS[value]),
            }))}
          />
        </Form.Item>
        {rotates && (
          <Form.Item
            label={t('新旧并用', 'Overlap')}
            extra={
              old === 0
                ? t('这个环境没有旧密钥。', 'There is no older key in this environment.')
                : overlapDays === 0
                  ? t(`现有 ${old} 个密钥立即失效。`, `The ${old} present key(s) end at once.`)
                  : t(
                      `现有 ${old} 个密钥 ${overlapDays} 天后失效，请在此之前换上新密钥。`,
                      `The ${old} present key(s) end in ${overlapDays} days; change to the new one before.`,
                    )
            }
          >
            <InputNumber
              value={overlapDays}
              min={0}
              max={90}
              precision={0}
              suffix={t('天', 'days')}
              style={{ width: 160 }}
              data-test="key-overlap"
              onChange={value => setOverlapDays(value ?? 0)}
            />
          </Form.Item>
        )}
        <Form.Item label={t('有效期', 'Valid for')}>
          <InputNumber
            value={days}
            min={1}
            max={731}
            precision={0}
            suffix={t('天', 'days')}
            style={{ width: 160 }}
            data-test="key-days"
            onChange={value => setDays(value ?? 365)}
          />
        </Form.Item>
        <Form.Item label={t('备注（可不填）', 'Note (optional)')} style={{ marginBottom: 0 }}>
          <Input
            value={note}
            maxLength={100}
            data-test="key-note"
            placeholder={t('如“联调用”', 'Such as “for trying”')}
            onChange={event => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
