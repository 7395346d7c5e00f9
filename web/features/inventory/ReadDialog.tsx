import { AutoComplete, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Source } from '../resources/types.ts';
import type { ReadRecorded, System } from './types.ts';

/** The tables of a registered source, taken into a system. */
export function ReadDialog({
  systems,
  onClose,
  onDone,
}: {
  systems: readonly System[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { data } = useLoad<Source[]>('/api/sources');
  const { send, problem, busy } = useSend();
  const [sourceId, setSourceId] = useState<number>();
  const [name, setName] = useState('');
  const [read, setRead] = useState<ReadRecorded>();
  const known = systems.find(one => one.sourceId === sourceId);
  const sources = (data ?? []).filter(one => one.use === 'provide');
  return (
    <Dialog
      title={t('从数据源读取', 'Read a source')}
      confirm={read ? t('完成', 'Done') : t('读取', 'Read')}
      busy={busy}
      disabled={sourceId === undefined || (known?.name ?? name).trim() === ''}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        read
          ? onClose()
          : void send(
              () =>
                api.post<ReadRecorded>('/api/inventory/read', {
                  sourceId,
                  name: (known?.name ?? name).trim(),
                }),
              t('已读取', 'Read'),
              answer => {
                setRead(answer);
                onDone();
              },
            )
      }
    >
      <label htmlFor="read-source" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
        {t('登记的数据源', 'Registered source')}
        <Select
          id="read-source"
          data-test="read-source"
          value={sourceId ?? null}
          onChange={value => setSourceId(value ?? undefined)}
          options={sources.map(one => ({
            value: one.id,
            label: `${one.note || one.database}（${one.host}:${one.port}/${one.database}）`,
          }))}
        />
      </label>
      {data && sources.length === 0 && (
        <span>
          {t('还没有登记数据源，请先在', 'There is no source yet: register one under')}{' '}
          <Link to="/resources">{t('挂载资源', 'Resources')}</Link> {t('登记。', '.')}
        </span>
      )}
      <label htmlFor="read-name" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
        {t('属于哪个系统（可填新的）', 'Of which system (or a new one)')}
        <AutoComplete
          id="read-name"
          data-test="read-name"
          value={known?.name ?? name}
          disabled={known !== undefined}
          onChange={setName}
          options={systems.filter(one => one.sourceId === null).map(one => ({ value: one.name }))}
        />
      </label>
      {read && (
        <p style={{ margin: 0 }} data-test="read-result">
          {t(
            `读到 ${read.found} 张表，新增 ${read.added} 张，库里已没有 ${read.gone} 张。`,
            `${read.found} tables found, ${read.added} new, ${read.gone} gone.`,
          )}{' '}
          {read.secret > 0 &&
            t(
              `另有 ${read.secret} 张看来涉密，没有登记。`,
              `${read.secret} more look secret and were not taken in.`,
            )}
        </p>
      )}
    </Dialog>
  );
}
