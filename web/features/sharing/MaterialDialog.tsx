import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { Decision, Field } from './Decision.tsx';
import { Signature } from './Signature.tsx';
import { type DialogProps, useAct } from './useAct.ts';

/** 补正: everything that is missing, told once. */
export function MaterialDialog(props: DialogProps) {
  const { application, onClose } = props;
  const { t } = useText();
  const usual = [
    '办理事项的实施依据',
    '使用系统的等级保护备案证明',
    '共享条件要求的授权书或协议',
    '经办人员范围说明',
  ];
  const english = [
    'The legal ground of the matter',
    'Proof of the system’s protection grade',
    'The authorisation that the conditions ask for',
    'Who will handle the data',
  ];
  const [ticked, setTicked] = useState<string[]>([]);
  const [own, setOwn] = useState<string[]>(['']);
  const [note, setNote] = useState('');
  const lines = [...ticked, ...own.map(line => line.trim()).filter(line => line !== '')];
  const once = application.citations.find(citation => citation.ruleId === 'supplement.once');
  const { act, problem, busy } = useAct(
    props,
    t('已一次性告知申请方补正，暂停计时。', 'The consumer has been told once; the clock pauses.'),
  );
  return (
    <Decision
      title={t('请申请方补正', 'Ask for material')}
      confirm={t(`告知 ${lines.length} 项`, `Tell ${lines.length}`)}
      busy={busy}
      problem={problem}
      disabled={lines.length === 0}
      test="material-confirm"
      onClose={onClose}
      onConfirm={() =>
        void act({
          action: 'ask_material',
          note: note.trim() === '' ? lines.join('；') : note,
          material: lines,
        })
      }
    >
      {once === undefined ? (
        <p style={{ margin: 0 }}>
          {t(
            '只能告知一次，请一次列全（政务数据共享条例第二十一条）。',
            'This can be told only once: list everything (Regulation on government data sharing, article 21).',
          )}
        </p>
      ) : (
        <ClauseNote
          citation={once}
          label={t('只能告知一次，请一次列全', 'Told only once: list everything')}
        />
      )}
      <Checkbox.Group
        value={ticked}
        onChange={values => setTicked(values.map(String))}
        style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
        options={usual.map((line, index) => ({ label: t(line, english[index] ?? line), value: line }))}
      />
      {own.map((line, index) => (
        <div key={`${index}`} style={{ display: 'flex', gap: 8 }}>
          <Input
            value={line}
            onChange={event => setOwn(own.map((old, at) => (at === index ? event.target.value : old)))}
            placeholder={t('另写一项', 'Another one')}
            aria-label={t(`另写第 ${index + 1} 项`, `Own line ${index + 1}`)}
            maxLength={300}
            data-test="material-line"
          />
          {own.length > 1 && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('去掉这一项', 'Remove')}
              onClick={() => setOwn(own.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => setOwn([...own, ''])}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('再加一项', 'Add one')}
      </Button>
      <Field label={t('说明（可不写）', 'Note (optional)')}>
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          autoSize={{ minRows: 2 }}
          maxLength={2000}
        />
      </Field>
      <span style={{ fontSize: 13 }}>
        {t(
          '补齐之前暂停计时。没有列出的，以后不能再要；逾期告知的，视为材料齐全。',
          'The clock pauses until it is supplied. What is not listed cannot be asked for later; told too late, the material counts as complete.',
        )}
      </span>
      <Signature />
    </Decision>
  );
}
