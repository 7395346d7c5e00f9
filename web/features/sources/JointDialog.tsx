import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';

interface Part {
  departmentId: number | null;
  work: string;
}

const nobody = (): Part => ({ departmentId: null, work: '' });

/** A joint collection with the part of each department; the first one leads. */
export function JointDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [title, setTitle] = useState('');
  const [method, setMethod] = useState('');
  const [parts, setParts] = useState<readonly Part[]>([nobody(), nobody()]);
  const { data } = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const options = (data ?? [])
    .filter(one => one.state === 'active')
    .map(one => ({ value: one.id, label: one.name }));
  const full = parts.every(part => part.departmentId !== null && part.work.trim() !== '');
  const put = (at: number, change: Partial<Part>) =>
    setParts(parts.map((part, index) => (index === at ? { ...part, ...change } : part)));
  return (
    <Dialog
      title={t('登记联合采集', 'Register a joint collection')}
      confirm={t('登记', 'Register')}
      width={720}
      busy={busy}
      disabled={title.trim().length < 2 || !full}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post('/api/sources/joint', {
              title: title.trim(),
              leadDepartmentId: parts[0]?.departmentId,
              method: method.trim(),
              parts: parts.map(part => ({ departmentId: part.departmentId, work: part.work.trim() })),
            }),
          t('已登记', 'Registered'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <label htmlFor="joint-title" style={{ display: 'grid', gap: 4 }}>
        {t('采集什么', 'What is collected')}
        <Input
          id="joint-title"
          maxLength={120}
          value={title}
          placeholder={t('如“市场主体年度报告信息”', 'Such as “annual reports of companies”')}
          onChange={event => setTitle(event.target.value)}
        />
      </label>
      <label htmlFor="joint-method" style={{ display: 'grid', gap: 4 }}>
        {t('怎样采集（可不填）', 'How (optional)')}
        <Input
          id="joint-method"
          maxLength={500}
          value={method}
          placeholder={t('如“一张表、一次入户、一个系统”', 'Such as one form, one visit, one system')}
          onChange={event => setMethod(event.target.value)}
        />
      </label>
      {parts.map((part, at) => (
        <Space.Compact key={at} style={{ width: '100%' }}>
          <Select
            style={{ width: 260 }}
            showSearch={{ optionFilterProp: 'label' }}
            value={part.departmentId}
            aria-label={at === 0 ? t('牵头部门', 'Lead') : t('参加部门', 'Department')}
            placeholder={at === 0 ? t('牵头部门', 'Lead') : t('参加部门', 'Department')}
            options={options}
            onChange={value => put(at, { departmentId: value ?? null })}
          />
          <Input
            maxLength={500}
            value={part.work}
            aria-label={t('分工', 'Its part')}
            placeholder={t('分工，如“入户核实地址”', 'Its part, such as “checks addresses on site”')}
            onChange={event => put(at, { work: event.target.value })}
          />
        </Space.Compact>
      ))}
      <Button
        style={{ justifySelf: 'start' }}
        disabled={parts.length >= 50}
        onClick={() => setParts([...parts, nobody()])}
      >
        {t('再加一个部门', 'Another department')}
      </Button>
    </Dialog>
  );
}
