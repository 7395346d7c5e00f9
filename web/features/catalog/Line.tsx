import { Form, theme } from 'antd';
import type { ReactNode } from 'react';

/** A field with its label above it and what is wrong below it. */
export function Line({
  id,
  label,
  hint,
  fault,
  children,
}: {
  id: string;
  label: ReactNode;
  hint?: string;
  fault?: string | undefined;
  children: ReactNode;
}) {
  const { token } = theme.useToken();
  const below = fault === undefined ? hint : <span style={{ color: token.colorWarning }}>{fault}</span>;
  return (
    <Form.Item
      label={label}
      htmlFor={id}
      {...(fault === undefined ? {} : { validateStatus: 'warning' as const })}
      {...(below === undefined ? {} : { extra: below })}
    >
      {children}
    </Form.Item>
  );
}
