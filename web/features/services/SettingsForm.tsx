import { Button, Checkbox, Input, InputNumber, Radio, Select, Switch, theme } from 'antd';
import { type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { SettingsFields, SettingsRecorded, SettingsView } from './types.ts';

/** One setting: its name and why one would change it on the left, the control on the right. */
function Row({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <div
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '8px 24px',
        padding: '14px 0',
        borderBottom: `1px solid ${token.colorBorderSecondary}`,
      }}
    >
      <div style={{ flex: '1 1 320px', minWidth: 0 }}>
        <div>{title}</div>
        <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{why}</div>
      </div>
      <div style={{ flex: '1 1 300px', minWidth: 0 }}>{children}</div>
    </div>
  );
}

export function SettingsForm({ view, onDone }: { view: SettingsView; onDone: () => void }) {
  const { t } = useText();
  const { busy, problem, send } = useSend();
  const [fields, setFields] = useState<SettingsFields>(view.settings);
  const [override, setOverride] = useState('');
  const disabled = !view.mayChange;
  const put = (change: Partial<SettingsFields>) => setFields({ ...fields, ...change });
  const changed = JSON.stringify(fields) !== JSON.stringify(view.settings);
  const held = problem?.code === 'services.contracts_failed';
  const options = (names: SettingsView['items']) =>
    names.map(({ name, identifier }) => ({
      value: name,
      label: identifier ? t(`${name}（标识项）`, `${name} (identifier)`) : name,
    }));
  const save = () =>
    void send(async () => {
      await api.put<SettingsRecorded>(`/api/entry-services/${view.entryId}/settings`, {
        settings: fields,
        override: override.trim(),
      });
      setOverride('');
      onDone();
    });
  return (
    <div style={{ maxWidth: 920 }}>
      <Row
        title={t('列表查询', 'Lists')}
        why={t(
          '打开后，调用方可以不给标识项，按条件成批查询授权范围内的记录；关闭时每次只能查一个人或一家企业。',
          'When on, callers may list the rows of their grant by conditions; when off, each call asks about one person or company.',
        )}
      >
        <Switch
          checked={fields.listing}
          disabled={disabled}
          onChange={listing => put({ listing })}
          data-test="settings-listing"
        />
      </Row>
      <Row
        title={t('可筛选的数据项', 'Items to filter by')}
        why={t(
          '列表查询时可以比较、排序的数据项；敏感等级 3 以上的非标识项不能开放。脱敏的授权不能用它筛选。',
          'May be compared and ordered by in lists; items of sensitivity 3 and above are not offered. A grant that masks one cannot filter by it.',
        )}
      >
        <Select
          mode="multiple"
          style={{ width: '100%' }}
          disabled={disabled || !fields.listing}
          value={fields.searchable}
          onChange={searchable => put({ searchable })}
          options={options(view.items.filter(item => item.mayBeSearched))}
          placeholder={fields.listing ? t('没有', 'None') : t('先打开列表查询', 'Turn on lists first')}
          data-test="settings-searchable"
        />
      </Row>
      <Row
        title={t('脱敏也可等值查询的数据项', 'Masked items that may be asked by')}
        why={t(
          '授权中脱敏的数据项，知道完整值的调用方仍可用它等值查询；这种调用按标识查询计数和限制。',
          'Masked in the grant, and yet callers who know the whole value may ask by it; such calls count as look-ups by identifier.',
        )}
      >
        <Select
          mode="multiple"
          style={{ width: '100%' }}
          disabled={disabled}
          value={fields.maskedEq}
          onChange={maskedEq => put({ maskedEq })}
          options={options(view.items)}
          placeholder={t('没有', 'None')}
          data-test="settings-masked"
        />
      </Row>
      <Row
        title={t('允许未建索引的筛选', 'Filters without an index')}
        why={t(
          '没有索引的筛选要扫描整张表，会拖慢本部门的数据库；小表可以打开。',
          'They read the whole table and slow your database down; fine for small tables.',
        )}
      >
        <Switch checked={fields.scans} disabled={disabled} onChange={scans => put({ scans })} />
      </Row>
      <Row
        title={t('每页最多', 'Rows of a page')}
        why={t('列表查询一页返回的记录数上限。', 'At most so many rows in one answer of a list.')}
      >
        <InputNumber
          min={1}
          max={10_000}
          precision={0}
          disabled={disabled}
          value={fields.maxPage}
          onChange={value => value !== null && put({ maxPage: value })}
          suffix={t('条', 'rows')}
          style={{ width: 160 }}
          data-test="settings-page"
        />
      </Row>
      <Row
        title={t('核验的答复', 'Answers of a verification')}
        why={t(
          '“在不在库里”本身就敏感的（如犯罪记录、救助对象），选两种：查无此人也答不一致，调用方推不出此人在不在库。',
          'Where being in the register is itself sensitive, choose two: nobody found is told as no match, so that nothing is learned from it.',
        )}
      >
        <Radio.Group
          disabled={disabled}
          value={fields.verdicts}
          onChange={event => put({ verdicts: event.target.value as 'three' | 'two' })}
          style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
          options={[
            {
              value: 'three',
              label: t('三种：一致、不一致、无法核验', 'Three: match, no match, cannot verify'),
            },
            { value: 'two', label: t('两种：一致、不一致', 'Two: match, no match') },
          ]}
          data-test="settings-verdicts"
        />
      </Row>
      <Row
        title={t('调用须写明', 'Every call must state')}
        why={t(
          '调用都按授权的应用场景记入；还可以要求写明为哪件事、由哪个岗位查询，没有写的会被拒绝。',
          'Each call is recorded with the granted scenario; it must also state what is chosen here, or it is refused.',
        )}
      >
        <Checkbox.Group
          disabled={disabled}
          value={[...(fields.purpose.caseNo ? ['caseNo'] : []), ...(fields.purpose.post ? ['post'] : [])]}
          onChange={chosen =>
            put({ purpose: { caseNo: chosen.includes('caseNo'), post: chosen.includes('post') } })
          }
          options={[
            { value: 'caseNo', label: t('办件编号', 'Case number') },
            { value: 'post', label: t('经办岗位', 'Post') },
          ]}
          data-test="settings-purpose"
        />
      </Row>
      <Row
        title={t('超时', 'Time limit')}
        why={t(
          '一次查询在本部门数据库里最多运行多久；调用方等 4 秒就会放弃。',
          'How long one statement may run in your database; callers give up after 4 seconds.',
        )}
      >
        <InputNumber
          min={100}
          max={3900}
          step={100}
          precision={0}
          disabled={disabled}
          value={fields.timeout}
          onChange={value => value !== null && put({ timeout: value })}
          suffix={t('毫秒', 'ms')}
          style={{ width: 160 }}
        />
      </Row>
      {problem && (
        <div style={{ marginTop: 16 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
      {held && (
        <label style={{ display: 'block', marginTop: 12 }}>
          <span style={{ display: 'block', marginBottom: 4 }}>
            {t(
              '仍要修改的理由（会通知这些部门）',
              'Why it is changed all the same (these departments are told)',
            )}
          </span>
          <Input.TextArea
            value={override}
            onChange={event => setOverride(event.target.value)}
            maxLength={500}
            autoSize={{ minRows: 2 }}
            data-test="settings-override"
          />
        </label>
      )}
      {view.mayChange && (
        <div style={{ marginTop: 16, display: 'flex', gap: 8 }}>
          <Button type="primary" onClick={save} loading={busy} disabled={!changed} data-test="settings-save">
            {t('保存', 'Save')}
          </Button>
          <Button disabled={!changed || busy} onClick={() => setFields(view.settings)}>
            {t('恢复', 'Undo')}
          </Button>
        </div>
      )}
    </div>
  );
}
