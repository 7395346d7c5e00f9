import { Input, Table, theme } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { Decision, Field } from './Decision.tsx';
import type { Application } from './types.ts';
import { useAct } from './useAct.ts';
import { modeWord } from './words.ts';

/** 同意并授权, or 部分同意 when items were unticked: read back in one sentence before it is signed. */
export function AgreeDialog({
  application,
  ticked,
  onClose,
  onDone,
}: {
  application: Application;
  ticked: string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const [note, setNote] = useState('');
  const [until, setUntil] = useState(application.until);
  const asked = application.items.filter(item => item.requested);
  const left = asked.filter(item => !ticked.includes(item.name));
  const granted = asked.filter(item => ticked.includes(item.name));
  const partly = left.length > 0 || until < application.until;
  const said = partly
    ? t('已部分同意并授权。', 'Agreed in part; the grant is in force.')
    : t('已同意并授权。', 'Agreed; the grant is in force.');
  const { act, problem, busy } = useAct(application.id, said, onDone);
  return (
    <Decision
      title={partly ? t('部分同意', 'Agree in part') : t('同意并授权', 'Agree and grant')}
      confirm={t('确认同意', 'Confirm')}
      busy={busy}
      problem={problem}
      disabled={partly && note.trim().length < 2}
      test="act-confirm"
      onClose={onClose}
      onConfirm={() =>
        void act({
          action: 'agree',
          note,
          ...(left.length > 0 ? { items: ticked } : {}),
          ...(until === application.until ? {} : { until }),
        })
      }
    >
      <p style={{ margin: 0 }} data-test="agree-sentence">
        {t(
          `同意 ${application.consumer.name} 的“${application.system.name}”，以${modeWord(application.mode, t)}方式使用 ${ticked.length} 个数据项，到 ${formatDate(until, language)}。`,
          `“${application.system.name}” of ${application.consumer.name} may use ${ticked.length} items by ${modeWord(application.mode, t).toLowerCase()} until ${formatDate(until, language)}.`,
        )}
      </p>
      {left.length > 0 && (
        <p style={{ margin: 0, color: token.colorWarning }}>
          {t(`不同意 ${left.length} 项：`, `Not granted (${left.length}): `)}
          {left.map(item => item.name).join(t('、', ', '))}
        </p>
      )}
      <Table
        size="small"
        rowKey="name"
        pagination={false}
        scroll={{ y: 200, x: 'max-content' }}
        dataSource={granted}
        columns={[
          { key: 'name', title: t('数据项', 'Item'), dataIndex: 'name' },
          {
            key: 'sample',
            title: t('给出的样子', 'Shown as'),
            render: (_, item) => <MaskSample mask={item.mask} item={item.name} type={item.type} />,
          },
        ]}
      />
      <Field label={t('用到哪天', 'Until')}>
        <Input
          type="date"
          value={until}
          max={application.until}
          onChange={event => setUntil(event.target.value)}
          style={{ width: 160 }}
          data-test="agree-until"
        />
      </Field>
      <Field
        label={
          partly
            ? t('理由（收窄了就要写）', 'Reason (needed for what is narrowed)')
            : t('意见（可不写）', 'Opinion (optional)')
        }
      >
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
        {t(
          `以 ${session.post?.departmentName ?? ''} ${roleName(session.post?.role, t)} 身份签批`,
          `Signed as ${roleName(session.post?.role, t)}, ${session.post?.departmentName ?? ''}`,
        )}
      </span>
    </Decision>
  );
}

export function roleName(role: string | undefined, t: (zh: string, en: string) => string): string {
  const words: Record<string, string> = {
    data_officer: t('专职人员', 'data officer'),
    sharing_head: t('共享机构负责人', 'head of the sharing office'),
    department_head: t('部门负责人', 'department head'),
    authority: t('主管部门', 'authority'),
    integrator: t('对接人员', 'integrator'),
    operator: t('平台运维员', 'operator'),
    security: t('安全管理员', 'security officer'),
    auditor: t('安全审计员', 'auditor'),
  };
  return role === undefined ? '' : (words[role] ?? '');
}
