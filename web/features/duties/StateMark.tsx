import { Tag } from 'antd';
import { useText } from '../../ui/language.tsx';

export function StateMark({ mark }: { mark: { words: readonly [zh: string, en: string]; tone: string } }) {
  const { t } = useText();
  return (
    <Tag variant="filled" color={mark.tone} style={{ marginInlineEnd: 0 }}>
      {t(...mark.words)}
    </Tag>
  );
}
