import { Form, type FormItemProps, Tag, theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';

/** A field; while it holds what the platform filled in and nobody has touched, it is marked for a look. */
export function FilledItem({
  filled,
  label,
  ...props
}: Omit<FormItemProps, 'label' | 'children'> & { filled: boolean; label: ReactNode; children: ReactNode }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div
      data-filled={filled}
      style={
        filled
          ? {
              borderInlineStart: `3px solid ${token.colorWarning}`,
              paddingInlineStart: 10,
              marginInlineStart: -13,
            }
          : {}
      }
    >
      <Form.Item
        {...props}
        label={
          <span>
            {label}{' '}
            {filled && (
              <Tag variant="filled" color="warning">
                {t('已填，请核对', 'filled in, please check')}
              </Tag>
            )}
          </span>
        }
      />
    </div>
  );
}
