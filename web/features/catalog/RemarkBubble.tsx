import { CommentOutlined } from '@ant-design/icons';
import { Badge, Button, Input, Popover } from 'antd';
import { useText } from '../../ui/language.tsx';
import { fieldName } from './fieldWords.ts';

/** Where a reviewer writes what is to be changed at a field; all remarks go back together. */
export function RemarkBubble({
  field,
  text,
  onChange,
}: {
  field: string;
  text: string;
  onChange: (text: string) => void;
}) {
  const { t, language } = useText();
  const name = fieldName(field, language);
  const label = t(`对“${name}”写意见`, `Remark on ${name}`);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={label}
      content={
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={500}
          style={{ width: 300 }}
          value={text}
          aria-label={label}
          data-test={`remark-text-${field}`}
          placeholder={t('写明要改什么；退回时一并送出', 'What is to be changed; sent back with the others')}
          onChange={event => onChange(event.target.value)}
        />
      }
    >
      <Badge dot={text.trim() !== ''}>
        <Button
          type="text"
          size="small"
          icon={<CommentOutlined />}
          aria-label={text.trim() === '' ? label : t(`${label}（已写）`, `${label} (written)`)}
          data-test={`remark-${field}`}
        />
      </Badge>
    </Popover>
  );
}
