import { Alert, Button, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { optionsOf } from '../catalog/words.ts';
import type { Grant } from '../grants/types.ts';
import { Field } from '../sharing/Decision.tsx';
import type { Check, ContractFields, GrantService, GrantServiceRecorded } from './types.ts';
import { CHECK_WORDS } from './words.ts';

type Kind = Check['kind'];
interface Line {
  kind: Exclude<Kind, 'items' | 'example'>;
  item: string;
  type: string;
  least: string;
  most: string;
  values: string[];
}

const BLANK: Line = { kind: 'type', item: '', type: 'text', least: '', most: '', values: [] };

const lineOf = (check: Check): Line[] =>
  check.kind === 'items' || check.kind === 'example' ? [] : [{ ...BLANK, ...check }];

function checkOf({ kind, item, type, least, most, values }: Line): Check {
  if (kind === 'type') return { kind, item, type: type as Extract<Check, { kind: 'type' }>['type'] };
  return kind === 'range' ? { kind, item, least, most } : { kind, item, values };
}

const isWhole = ({ kind, item, least, most, values }: Line): boolean =>
  item !== '' && (kind === 'type' || (kind === 'range' ? least !== '' || most !== '' : values.length > 0));

/** Declares what a client relies on: its items, their types and values, and one call of its own. */
export function ContractDialog({
  grant,
  service,
  onClose,
  onDone,
}: {
  grant: Grant;
  service: GrantService;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const { busy, problem, send } = useSend();
  const held = service.contract?.checks ?? [];
  const names = grant.items.map(item => item.name);
  const identifiers = grant.items.filter(item => item.identifier);
  const [items, setItems] = useState<string[]>(held.flatMap(one => (one.kind === 'items' ? one.items : [])));
  const [lines, setLines] = useState<Line[]>(held.flatMap(lineOf));
  const [rows, setRows] = useState<'some' | 'none' | ''>(
    held.flatMap(one => (one.kind === 'example' ? [one.rows] : []))[0] ?? '',
  );
  const looks = rows !== '' || lines.some(line => line.kind !== 'type');
  const [params, setParams] = useState<Record<string, string>>({});
  const [claims, setClaims] = useState<Record<string, string>>({});
  const [caseNo, setCaseNo] = useState('');
  const [post, setPost] = useState('');
  const filled = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const put = (at: number, change: Partial<Line>) =>
    setLines(lines.map((line, i) => (i === at ? { ...line, ...change } : line)));
  const ready =
    lines.every(isWhole) &&
    (!looks || Object.keys(filled(params)).length > 0) &&
    (rows === '' || grant.mode !== 'verify' || Object.keys(filled(claims)).length > 0);
  const checks: Check[] = [
    ...(items.length > 0 ? [{ kind: 'items' as const, items }] : []),
    ...lines.map(checkOf),
    ...(rows === '' ? [] : [{ kind: 'example' as const, rows }]),
  ];
  const save = () =>
    void send(async () => {
      const body: ContractFields = {
        checks,
        example: looks ? { params: filled(params), claims: filled(claims), post, caseNo } : null,
      };
      await api.put<GrantServiceRecorded>(`/api/grant-services/${grant.id}/contract`, body);
      onDone();
    });
  const kinds: Line['kind'][] = grant.mode === 'verify' ? ['type'] : ['type', 'range', 'codes'];
  return (
    <Modal
      open
      width={760}
      title={t('契约测试', 'Contract tests')}
      okText={t('保存', 'Save')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: !ready, loading: busy, ['data-test']: 'contract-save' }}
      onOk={save}
      onCancel={onClose}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        <Field label={t('必须有的数据项', 'Items that must be there')}>
          <Select
            mode="multiple"
            value={items}
            onChange={setItems}
            options={names.map(value => ({ value, label: value }))}
            style={{ width: '100%' }}
            data-test="contract-items"
          />
        </Field>
        <Field label={t('每个数据项的类型和取值', 'Types and values')}>
          <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
            {lines.map((line, at) => (
              <div key={at} style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
                <Select
                  value={line.item || null}
                  placeholder={t('数据项', 'Item')}
                  aria-label={t('数据项', 'Item')}
                  onChange={item => put(at, { item })}
                  options={names.map(value => ({ value, label: value }))}
                  style={{ width: 170 }}
                />
                <Select
                  value={line.kind}
                  aria-label={t('检查', 'Check')}
                  onChange={kind => put(at, { kind })}
                  options={kinds.map(value => ({ value, label: t(...CHECK_WORDS[value]) }))}
                  style={{ width: 110 }}
                />
                {line.kind === 'type' && (
                  <Select
                    value={line.type}
                    aria-label={t('类型', 'Type')}
                    onChange={type => put(at, { type })}
                    options={optionsOf('type', language)}
                    style={{ width: 170 }}
                  />
                )}
                {line.kind === 'range' && (
                  <>
                    <Input
                      value={line.least}
                      onChange={event => put(at, { least: event.target.value })}
                      placeholder={t('不小于', 'At least')}
                      style={{ width: 120 }}
                    />
                    <Input
                      value={line.most}
                      onChange={event => put(at, { most: event.target.value })}
                      placeholder={t('不大于', 'At most')}
                      style={{ width: 120 }}
                    />
                  </>
                )}
                {line.kind === 'codes' && (
                  <Select
                    mode="tags"
                    value={line.values}
                    onChange={values => put(at, { values })}
                    placeholder={t('输入允许的值，回车分隔', 'Type the values')}
                    style={{ flex: 1, minWidth: 200 }}
                    open={false}
                  />
                )}
                <Button type="text" onClick={() => setLines(lines.filter((_, i) => i !== at))}>
                  {t('删除', 'Remove')}
                </Button>
              </div>
            ))}
            <div>
              <Button size="small" onClick={() => setLines([...lines, BLANK])} data-test="contract-add">
                {t('加一项', 'Add one')}
              </Button>
            </div>
          </div>
        </Field>
        <div>
          <label>
            <Switch
              checked={rows !== ''}
              onChange={on => setRows(on ? 'some' : '')}
              size="small"
              data-test="contract-example"
            />{' '}
            {t('示例调用必须有结果', 'An example call must find something')}
          </label>
        </div>
        {looks && (
          <>
            <Alert
              type="info"
              title={t(
                '取值只在示例调用返回的记录里检查，和一次真实的调用看到的一样多。示例加密保存，不再显示，修改检查时请重新填写。',
                'Values are looked at only in what the example call returns. The example is sealed and not shown again: fill it in anew with each change.',
              )}
            />
            <div
              style={{
                display: 'grid',
                gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
                gap: 12,
              }}
            >
              {identifiers.map(item => (
                <Field key={item.name} label={item.name}>
                  <Input
                    value={params[item.name] ?? ''}
                    autoComplete="off"
                    onChange={event => setParams({ ...params, [item.name]: event.target.value })}
                    data-test="contract-param"
                  />
                </Field>
              ))}
              {grant.mode === 'verify' &&
                grant.items
                  .filter(item => !item.identifier)
                  .map(item => (
                    <Field key={item.name} label={t(`核验 ${item.name}`, `Verify ${item.name}`)}>
                      <Input
                        value={claims[item.name] ?? ''}
                        autoComplete="off"
                        onChange={event => setClaims({ ...claims, [item.name]: event.target.value })}
                      />
                    </Field>
                  ))}
              <Field label={t('办件编号（接口要求时）', 'Case number (where required)')}>
                <Input value={caseNo} onChange={event => setCaseNo(event.target.value)} />
              </Field>
              <Field label={t('经办岗位（接口要求时）', 'Post (where required)')}>
                <Input value={post} onChange={event => setPost(event.target.value)} />
              </Field>
            </div>
          </>
        )}
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
