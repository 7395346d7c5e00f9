import { Form, InputNumber, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { useSend } from '../../ui/useSend.ts';
import type { Bound, Source } from './types.ts';

/** 限定读取速度: how fast anybody may read from a database of our own, whatever their tasks say. */
export function BoundDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const { data } = useLoad<Source[]>('/api/sources');
  const own = rowsOf(data).filter(source => source.use === 'provide');
  const [chosen, setChosen] = useState<number>();
  const sourceId = chosen ?? own[0]?.id;
  const bound = useLoad<Bound>(sourceId === undefined ? null : `/api/exchange/bounds/${sourceId}`);
  const [pace, setPace] = useState<number | null>(null);
  useEffect(() => setPace(bound.data?.pace ?? null), [bound.data]);
  const { send, problem, busy } = useSend();
  const save = () =>
    send(
      () => api.put(`/api/exchange/bounds/${sourceId}`, { pace }),
      pace === null
        ? t('已不限速。', 'The limit is removed.')
        : t(
            `每秒最多读 ${pace} 行，从下一次运行起。`,
            `At most ${pace} rows per second, from the next run on.`,
          ),
      onClose,
    );
  return (
    <Modal
      open
      width={560}
      title={t('限定从本部门库里读的速度', 'Reading speed of our databases')}
      onCancel={onClose}
      onOk={() => void save()}
      okText={t('保存', 'Save')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{
        disabled: busy || bound.data === undefined || pace === (bound.data?.pace ?? null),
        'data-test': 'bound-save',
      }}
    >
      {data && own.length === 0 ? (
        <EmptyState
          title={t(
            '本部门还没有登记提供数据的库。',
            'Our department has not registered a database that provides data.',
          )}
        />
      ) : (
        <Form layout="vertical" requiredMark={false} component="div" style={{ paddingBlock: 8 }}>
          <Form.Item label={t('库', 'Database')} htmlFor="bound-source">
            <Select
              id="bound-source"
              value={sourceId ?? null}
              onChange={value => setChosen(value ?? undefined)}
              options={own.map(({ id, database, host, note }) => ({
                value: id,
                label: `${database || host}　${note}`,
              }))}
            />
          </Form.Item>
          <Form.Item
            label={t('每个交换任务每秒最多读', 'Rows each exchange task may read per second')}
            htmlFor="bound-pace"
            extra={t(
              '不填不限。任务自己设得更慢的，按更慢的。',
              'Leave empty for no limit. A lower limit set in the task itself still applies.',
            )}
            style={{ marginBottom: 0 }}
          >
            <InputNumber
              id="bound-pace"
              min={1}
              max={10_000_000}
              precision={0}
              value={pace}
              onChange={setPace}
              suffix={t('行', 'rows')}
              style={{ width: 180 }}
              data-test="bound-pace"
            />
          </Form.Item>
          {problem !== null && <RefusalNotice problem={problem} />}
        </Form>
      )}
    </Modal>
  );
}
