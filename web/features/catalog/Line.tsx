import { Form, Tag, theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';
import { fieldName } from './fieldWords.ts';
import type { SectionProps } from './CompileForm.tsx';
import { RemarkNote } from './RemarkNote.tsx';
import type { Field } from './types.ts';

interface LineProps {
  of: SectionProps;
  field: Field;
  /** Of the control, for its label. */
  id: string;
  label?: ReactNode;
  hint?: string;
  children: ReactNode;
}

/**
 * A field with its label above it; below it the reviewer's remarks, and what is wrong or a hint. In a change of a
 * published entry a field that differs from what serves is marked.
 */
export function Line({ of, field, id, label, hint, children }: LineProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const fault = of.fault(field);
  const differs = of.differs(field);
  const below = fault === undefined ? hint : <span style={{ color: token.colorWarning }}>{fault}</span>;
  const name = label ?? fieldName(field, language);
  return (
    <div data-field={field} className={differs ? 'field-changed' : undefined}>
      <Form.Item
        label={
          <>
            {name}
            {differs && (
              <Tag color="warning" style={{ marginInlineStart: 8 }}>
                {t('有变更', 'Changed')}
              </Tag>
            )}
          </>
        }
        htmlFor={id}
        {...(fault === undefined ? {} : { validateStatus: 'warning' as const })}
        {...(below === undefined ? {} : { extra: below })}
      >
        {children}
      </Form.Item>
      <RemarkNote remarks={of.remarks(field)} />
    </div>
  );
}
