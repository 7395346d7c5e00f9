import { Alert, Collapse, DatePicker, Input, Modal, Select, Table, Tag, theme } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { today } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Applied, OpenCases, Preview, RegionRules } from './types.ts';
import { statusWord } from './words.ts';

/** A switch is seen before it is made: which rules change, and what it means for open cases. */
export function SwitchDialog({
  rules,
  regionName,
  onClose,
  onDone,
}: {
  rules: RegionRules;
  regionName: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const [profile, setProfile] = useState<string>();
  const [from, setFrom] = useState(today);
  const [reason, setReason] = useState('');
  const { busy, problem: refused, send } = useSend();
  const asked = { region: rules.regionCode, profile, from };
  const preview = useLoad<Preview>(profile ? '/api/rules/preview' : null, asked);
  const open = useLoad<OpenCases>(profile ? '/api/simulations/open' : null, asked);
  const ready = preview.data !== undefined && !preview.loading && preview.problem === null;

  const confirm = () =>
    send(
      () =>
        api.post('/api/rules/switches', {
          regionCode: rules.regionCode,
          profile,
          from,
          reason: reason.trim(),
        }),
      t('已登记，记入存证', 'Entered, and kept in the ledger'),
      onDone,
    );

  return (
    <Modal
      open
      width={860}
      title={t(`切换${regionName}的本地规定`, `Switch the profile of ${regionName}`)}
      onCancel={onClose}
      onOk={() => void confirm()}
      okText={t('确认切换', 'Switch')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy || !ready || reason.trim().length < 2, 'data-test': 'confirm-switch' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
          <Select
            style={{ flex: '1 1 300px', minWidth: 0 }}
            aria-label={t('改用的规定', 'The profile to follow')}
            placeholder={t('选择改用的规定', 'Choose the profile to follow')}
            data-test="profile"
            {...(profile === undefined ? {} : { value: profile })}
            options={rules.profiles.map(one => ({
              value: one.name,
              disabled: one.name === rules.profile,
              label: `${one.title} · ${statusWord(one.status, language)}`,
            }))}
            onChange={setProfile}
          />
          <DatePicker
            value={dayjs(from)}
            allowClear={false}
            aria-label={t('生效日期', 'From')}
            disabledDate={date => date.isBefore(dayjs(today()), 'day')}
            onChange={date => setFrom(date?.format('YYYY-MM-DD') ?? from)}
          />
        </div>
        {preview.problem && <RefusalNotice problem={preview.problem} />}
        {profile && preview.loading && !preview.data && <Loading rows={4} />}
        {preview.data && !preview.problem && <Changes preview={preview.data} />}
        {open.data && !preview.problem && <OpenCasesNote open={open.data} />}
        <label style={{ display: 'grid', gap: 4 }}>
          {t('原因（记入存证）', 'Reason, kept in the ledger')}
          <Input
            value={reason}
            maxLength={200}
            data-test="reason"
            onChange={event => setReason(event.target.value)}
          />
        </label>
        {refused && <RefusalNotice problem={refused} />}
      </div>
    </Modal>
  );
}

function Changes({ preview }: { preview: Preview }) {
  const { t } = useText();
  return (
    <>
      {preview.drafts.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t(
            `${preview.drafts.join('、')}是草案，不产生约束`,
            `A draft binds nobody: ${preview.drafts.join(', ')}`,
          )}
        />
      )}
      <strong style={{ fontWeight: 500 }} data-test="changes">
        {t(
          `改变 ${preview.changes.length} 条规则，${preview.unchanged} 条不变`,
          `${preview.changes.length} rules change, ${preview.unchanged} stay`,
        )}
      </strong>
      {preview.changes.length > 0 && <ChangeTable changes={preview.changes} />}
      {preview.below.length > 0 && (
        <Collapse
          data-test="below"
          items={preview.below.map(one => ({
            key: one.regionCode,
            label: t(
              `下辖的${one.regionName}也改变 ${one.changes.length} 条`,
              `${one.changes.length} rules change in ${one.regionName} below it, too`,
            ),
            children: <ChangeTable changes={one.changes} />,
          }))}
        />
      )}
    </>
  );
}

function ChangeTable({ changes }: { changes: Preview['changes'] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const cell = (applied: Applied | null) =>
    applied ? (
      <>
        <div>{t(applied.valueText, applied.valueTextEn)}</div>
        <div style={{ color: token.colorTextSecondary, fontSize: 13 }}>
          {applied.title} {applied.article}
        </div>
      </>
    ) : (
      <span style={{ color: token.colorTextSecondary }}>{t('没有规定', 'No rule')}</span>
    );
  return (
    <Table
      size="small"
      rowKey="ruleId"
      pagination={false}
      scroll={{ y: 320, x: 560 }}
      dataSource={changes}
      columns={[
        {
          key: 'name',
          width: '24%',
          title: t('规则', 'Rule'),
          render: (_, change) => (
            <>
              {t(change.name, change.nameEn)}{' '}
              {change.kind === 'clause' && <Tag>{t('只换条款', 'Clause only')}</Tag>}
            </>
          ),
        },
        { key: 'before', title: t('现在', 'Now'), render: (_, change) => cell(change.before) },
        { key: 'after', title: t('切换后', 'After'), render: (_, change) => cell(change.after) },
      ]}
    />
  );
}

function OpenCasesNote({ open }: { open: OpenCases }) {
  const { t } = useText();
  const first = open.cases
    .slice(0, 5)
    .map(one => `${one.no} ${one.due ?? '—'} → ${one.dueAfresh ?? '—'}`)
    .join('；');
  return (
    <Alert
      type="info"
      showIcon
      data-test="open-cases"
      title={t(
        `在办 ${open.open} 件，改期 ${open.moved} 件：在办的按受理时的规定办完，之后的新申请按新规定`,
        `${open.open} open cases, ${open.moved} dates move: they end under the rules they began with, new ones follow the new`,
      )}
      description={
        open.others > 0
          ? t(
              `若重新受理，其中 ${open.others} 件的到期日会不同：${first}`,
              `Taken in anew, ${open.others} of them would have another date: ${first}`,
            )
          : undefined
      }
    />
  );
}
