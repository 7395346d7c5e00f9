import { Collapse, Input, Table, theme } from 'antd';
import { useState } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { Decision, Field } from './Decision.tsx';
import { NarrowFields } from './NarrowFields.tsx';
import { askedOf, fullTerms, limitsOf, narrowedBy, type Terms } from './narrowing.ts';
import { Signature } from './Signature.tsx';
import { type DialogProps, useAct } from './useAct.ts';
import { modeWord, type Narrowed, narrowedWord } from './words.ts';

/** 同意并授权, or 部分同意 where anything is narrowed: read back in one sentence before it is signed. */
export function AgreeDialog({ ticked, ...props }: DialogProps & { ticked: readonly string[] }) {
  const { application, onClose } = props;
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [terms, setTerms] = useState<Terms>({ ...fullTerms(application), items: ticked });
  const [note, setNote] = useState('');
  const [reasons, setReasons] = useState<Partial<Record<Narrowed, string>>>({});
  const narrowed = narrowedBy(application, terms);
  const partly = narrowed.length > 0;
  const asked = askedOf(application);
  const left = asked.filter(name => !terms.items.includes(name));
  const unfilled =
    terms.rows.some(row => row.values.length === 0 || row.values.some(value => value.trim() === '')) ||
    terms.until === '';
  const unsaid = narrowed.some(name => (reasons[name] ?? '').trim().length < 2);
  const { act, problem, busy } = useAct(
    props,
    partly
      ? t('已部分同意，等申请方确认。', 'Agreed in part; the consumer confirms it.')
      : t('已同意。', 'Agreed.'),
  );

  const confirm = () =>
    void act({
      action: 'agree',
      note,
      ...(left.length > 0 ? { items: [...terms.items] } : {}),
      ...(terms.rows.length > 0 ? { rows: [...terms.rows] } : {}),
      ...(terms.mode === application.mode ? {} : { mode: terms.mode }),
      ...(terms.until === application.until ? {} : { until: terms.until }),
      ...(Object.keys(terms.masks).length > 0
        ? { masks: Object.entries(terms.masks).map(([item, mask]) => ({ item, mask })) }
        : {}),
      ...(Object.keys(limitsOf(terms)).length === 0 ? {} : { limits: limitsOf(terms) }),
      ...(partly
        ? { reasons: Object.fromEntries(narrowed.map(name => [name, reasons[name]?.trim() ?? ''])) }
        : {}),
    });

  return (
    <Decision
      title={partly ? t('部分同意', 'Agree in part') : t('同意并授权', 'Agree and grant')}
      confirm={partly ? t('确认部分同意', 'Confirm') : t('确认同意', 'Confirm')}
      width={partly ? 800 : 560}
      busy={busy}
      problem={problem}
      disabled={unfilled || unsaid}
      test="act-confirm"
      onClose={onClose}
      onConfirm={confirm}
    >
      <p style={{ margin: 0 }} data-test="agree-sentence">
        {t(
          `同意 ${application.consumer.name} 的“${application.system.name}”，以${modeWord(terms.mode, t)}方式使用 ${terms.items.length} 个数据项，到 ${formatDate(terms.until, language)}。`,
          `“${application.system.name}” of ${application.consumer.name} may use ${terms.items.length} items by ${modeWord(terms.mode, t).toLowerCase()} until ${formatDate(terms.until, language)}.`,
        )}
      </p>
      {left.length > 0 && (
        <p style={{ margin: 0, color: token.colorWarning }}>
          {t(`不同意 ${left.length} 项：`, `Not granted (${left.length}): `)}
          {left.join(t('、', ', '))}
        </p>
      )}
      <Table
        size="small"
        rowKey="name"
        pagination={false}
        scroll={{ y: 200, x: 'max-content' }}
        dataSource={application.items.filter(item => terms.items.includes(item.name))}
        columns={[
          { key: 'name', title: t('数据项', 'Item'), dataIndex: 'name' },
          {
            key: 'sample',
            title: t('给出的样子', 'Shown as'),
            render: (_, item) => (
              <MaskSample mask={terms.masks[item.name] ?? item.mask} item={item.name} type={item.type} />
            ),
          },
        ]}
      />
      <Collapse
        size="small"
        items={[
          {
            key: 'narrow',
            label: t(
              '再收窄：方式、范围、脱敏、期限、限额',
              'Narrow it further: mode, rows, masks, term, allowance',
            ),
            children: <NarrowFields application={application} terms={terms} onChange={setTerms} />,
          },
        ]}
        data-test="agree-narrow"
      />
      {narrowed.map(name => (
        <Field
          key={name}
          label={t(
            `为什么收窄${narrowedWord(name, t)}`,
            `Why ${narrowedWord(name, t).toLowerCase()} are narrowed`,
          )}
        >
          <Input
            value={reasons[name] ?? ''}
            maxLength={1000}
            onChange={event => setReasons({ ...reasons, [name]: event.target.value })}
            data-test={`agree-reason-${name}`}
          />
        </Field>
      ))}
      <Field label={t('意见（可不写）', 'Opinion (optional)')}>
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      {partly && (
        <span style={{ color: token.colorTextSecondary }}>
          {t(
            '申请方接受后授权生效；不接受的，可以申请协调。',
            'The grant is in force once the consumer accepts; otherwise it may be mediated.',
          )}
        </span>
      )}
      <Signature />
    </Decision>
  );
}
