import { Tag, theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';
import { fieldText, itemFieldText } from './fieldText.ts';
import { fieldName, itemFieldName } from './fieldWords.ts';
import { SECTIONS } from './sections.ts';
import type { Comparison, Content, Field } from './types.ts';
import { useClasses } from './useStandards.ts';

interface ComparisonTableProps {
  comparison: Comparison;
  /** Heads of the two columns. */
  before: string;
  after: string;
  /** The older content: fields without a difference are shown from it when it is there. */
  unchanged?: Content | undefined;
  aside?: ((field: Field) => ReactNode) | undefined;
}

/** Old and new side by side; what was added, dropped or changed bears its sign and its word, never colour alone. */
export function ComparisonTable({ comparison, before, after, unchanged, aside }: ComparisonTableProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { names } = useClasses();
  const { fields, items } = comparison;
  const text = (field: Field, value: unknown) =>
    fieldText(field, value as Content[Field], language, names) || '—';
  const changed = new Map(fields.map(one => [one.field, one]));
  const rows = SECTIONS.flatMap(section => section.fields).filter(
    field => field !== 'items' && (changed.has(field) || unchanged !== undefined),
  );
  const bar = (color: string) => ({ borderInlineStart: `3px solid ${color}` });
  return (
    <div className="comparison">
      <table>
        <thead>
          <tr style={{ background: token.colorFillTertiary }}>
            <th scope="col">{t('字段', 'Field')}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(field => {
            const change = changed.get(field);
            return (
              <tr key={field} style={change ? bar(token.colorWarning) : {}}>
                <th scope="row">
                  {fieldName(field, language)} {change && <Kind kind="changed" />}
                </th>
                <td data-head={before} style={change ? { color: token.colorTextSecondary } : {}}>
                  {text(field, change ? change.before : unchanged?.[field])}
                </td>
                <td data-head={after}>
                  <div className="field-value">
                    <span>{text(field, change ? change.after : unchanged?.[field])}</span>
                    {aside?.(field)}
                  </div>
                </td>
              </tr>
            );
          })}
          {items.map(({ name, kind, changes }) => (
            <tr
              key={`${kind} ${name}`}
              style={bar(
                { added: token.colorSuccess, removed: token.colorError, changed: token.colorWarning }[kind],
              )}
            >
              <th scope="row">
                {t('数据项 ', 'Item ')}
                {kind === 'removed' ? <s>{name}</s> : name} <Kind kind={kind} />
              </th>
              <td data-head={before} style={{ color: token.colorTextSecondary }}>
                {kind === 'removed' ? (
                  <s>{name}</s>
                ) : kind === 'added' ? (
                  '—'
                ) : (
                  <ItemLines changes={changes} side="before" />
                )}
              </td>
              <td data-head={after}>
                {kind === 'added' ? (
                  name
                ) : kind === 'removed' ? (
                  '—'
                ) : (
                  <ItemLines changes={changes} side="after" />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ItemLines({
  changes,
  side,
}: {
  changes: Comparison['items'][number]['changes'];
  side: 'before' | 'after';
}) {
  const { t, language } = useText();
  return changes.map(({ field, ...values }) => {
    const words = itemFieldText(field, values[side], language);
    const name = itemFieldName(field, language);
    return <div key={field}>{t(`${name}：${words}`, `${name}: ${words}`)}</div>;
  });
}

function Kind({ kind }: { kind: 'added' | 'removed' | 'changed' }) {
  const { t } = useText();
  const { color, words } = {
    added: { color: 'success', words: t('+ 新增', '+ added') },
    removed: { color: 'error', words: t('− 删除', '− removed') },
    changed: { color: 'warning', words: t('~ 修改', '~ changed') },
  }[kind];
  return (
    <Tag color={color} style={{ marginInlineEnd: 0 }}>
      {words}
    </Tag>
  );
}
