import { AutoComplete, Input } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from './Dialog.tsx';
import type { Division, Region } from './types.ts';

const field = { display: 'grid', gap: 4 } as const;

/** A region from the bundled list, or one that is newer than it. */
export function AddRegion({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const words = code.trim();
  const offered = useLoad<Division[]>(words.length < 2 ? null : '/api/divisions', { q: words });
  const options = (offered.data ?? []).map(one => ({
    value: one.code,
    label: `${one.name} ${one.code}`,
  }));
  return (
    <Dialog
      title={t('添加区划', 'Add a region')}
      confirm={t('添加区划', 'Add it')}
      busy={busy}
      disabled={!/^\d{6,12}$/.test(words) || name.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post('/api/regions', { code: words, name: name.trim() }),
          t('区划已添加', 'The region is added'),
          onDone,
        )
      }
    >
      <label style={field}>
        {t('名称或代码', 'Name or code')}
        <AutoComplete
          value={code}
          options={options}
          data-test="region-code"
          placeholder={t('输入“湛河”或 4104，从名录中选择', 'Type a name or a code and choose')}
          onChange={(value: string) => {
            setCode(value);
            const found = offered.data?.find(one => one.code === value);
            if (found) setName(found.name);
          }}
        />
        <small>
          {t(
            '6 位（省市县）、9 位（乡镇街道）或 12 位（村、社区）代码；名录里没有的，直接填写代码和名称。',
            'A code of 6 digits (province to county), 9 (street) or 12 (village); type code and name where the list lacks it.',
          )}
        </small>
      </label>
      <label style={field}>
        {t('名称', 'Name')}
        <Input
          value={name}
          maxLength={60}
          data-test="region-name"
          onChange={event => setName(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

export function RenameRegion({
  region,
  onClose,
  onDone,
}: {
  region: Region;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [name, setName] = useState(region.name);
  return (
    <Dialog
      title={t(`修改 ${region.code} 的名称`, `Rename ${region.code}`)}
      confirm={t('保存', 'Save')}
      busy={busy}
      disabled={name.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.put(`/api/regions/${region.code}`, { name: name.trim() }),
          t('名称已修改', 'The name is changed'),
          onDone,
        )
      }
    >
      <label style={field}>
        {t('名称', 'Name')}
        <Input value={name} maxLength={60} onChange={event => setName(event.target.value)} />
      </label>
    </Dialog>
  );
}
