import { Button, Form, Input, Select, Space } from 'antd';
import { useText } from '../../../ui/language.tsx';
import { KINDS } from '../../resources/sourceKinds.ts';
import type { GrantRow, Source } from '../types.ts';

export interface Target {
  grantId: number;
  sourceId: number | null;
  schema: string;
  table: string;
}

const placeOf = ({ kind, host, port, database }: Source): string =>
  kind === 'files' ? [host, database].filter(Boolean).join('/') : `${database} · ${host}:${port}`;

/** What a table is called in a place of that kind: in a folder it is a file. */
function renamed(table: string, kind: Source['kind'] | undefined): string {
  const bare = table.replace(/\.(csv|xlsx|jsonl)$/iu, '');
  return kind === 'files' && bare !== '' ? `${bare}.csv` : bare;
}

/** Which grant, and the table that its rows go into. */
export function TargetFields({
  grants,
  sources,
  target,
  onChange,
  onRegister,
}: {
  grants: GrantRow[];
  sources: Source[];
  target: Target;
  onChange: (change: Partial<Target>) => void;
  onRegister: (() => void) | undefined;
}) {
  const { t } = useText();
  const into = sources.find(source => source.id === target.sourceId)?.kind;
  return (
    <>
      <Form.Item label={t('授权', 'Grant')} htmlFor="task-grant">
        <Select
          id="task-grant"
          data-test="task-grant"
          value={target.grantId}
          onChange={grantId => onChange({ grantId })}
          styles={{ popup: { listItem: { whiteSpace: 'normal' } } }}
          options={grants.map(grant => ({
            // The entry first: what does not fit is cut off at the end.
            label: `${grant.entryTitle} · ${grant.provider.name} · ${grant.no}`,
            value: grant.id,
          }))}
        />
      </Form.Item>
      <Form.Item
        label={t('目标库', 'Target database')}
        htmlFor="task-source"
        extra={
          onRegister && (
            <Button type="link" style={{ padding: 0 }} onClick={onRegister} data-test="receiver-new">
              {t('登记另一个接收库', 'Register another receiving database')}
            </Button>
          )
        }
      >
        <Select
          id="task-source"
          data-test="task-source"
          value={target.sourceId}
          onChange={sourceId => {
            const kind = sources.find(source => source.id === sourceId)?.kind;
            const other = (kind === 'files') !== (into === 'files');
            onChange({
              sourceId,
              ...(other
                ? { schema: kind === 'files' ? '.' : 'public', table: renamed(target.table, kind) }
                : {}),
            });
          }}
          placeholder={t('先登记接收库', 'Register a receiving database first')}
          options={sources.map(source => ({
            label: [t(...KINDS[source.kind]), placeOf(source), source.note].filter(Boolean).join(' · '),
            value: source.id,
          }))}
        />
      </Form.Item>
      <Space wrap size={16} align="start">
        <Form.Item
          label={into === 'files' ? t('子文件夹', 'Subfolder') : t('模式名', 'Schema')}
          htmlFor="task-schema"
          style={{ marginBottom: 0 }}
        >
          <Input
            id="task-schema"
            data-test="task-schema"
            style={{ width: 180 }}
            maxLength={63}
            value={target.schema}
            onChange={event => onChange({ schema: event.target.value.trim() })}
          />
        </Form.Item>
        <Form.Item
          label={into === 'files' ? t('文件名', 'File name') : t('目标表', 'Target table')}
          htmlFor="task-table"
          style={{ marginBottom: 0 }}
          extra={
            into === 'files'
              ? t(
                  '按结尾决定格式：.csv、.xlsx 或 .jsonl；“.”是文件夹本身。',
                  'The extension sets the format: .csv, .xlsx or .jsonl; “.” is the folder itself.',
                )
              : t(
                  '没有就新建；不是本平台建的同名表不会被覆盖。',
                  'Created if it does not exist; a table not created by this platform is never overwritten.',
                )
          }
        >
          <Input
            id="task-table"
            data-test="task-table"
            style={{ width: 320, maxWidth: '100%' }}
            maxLength={63}
            value={target.table}
            placeholder={t('如：婚姻登记', 'e.g. marriages')}
            onChange={event => onChange({ table: event.target.value.trim() })}
          />
        </Form.Item>
      </Space>
    </>
  );
}
