import { Button, Dropdown, Space, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { BACKWARD, choicesOf, type ManyAction, manyWord } from './many.ts';
import { ManyDialog } from './ManyDialog.tsx';
import type { ApplicationRow } from './types.ts';

/** What can be done to the chosen cases together; each is decided, and recorded, on its own. */
export function ManyBar({ rows, onDone }: { rows: readonly ApplicationRow[]; onDone: () => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [open, setOpen] = useState<ManyAction | null>(null);
  const choices = choicesOf(rows);
  const chosen = choices.find(choice => choice.action === open);
  const forward = choices.filter(choice => !BACKWARD.has(choice.action));
  const backward = choices.filter(choice => BACKWARD.has(choice.action));
  if (rows.length === 0) return null;
  return (
    <Space wrap style={{ marginBottom: 12 }} data-test="many-bar">
      <span>{t(`已选 ${rows.length} 件`, `${rows.length} chosen`)}</span>
      {forward.map(({ action, rows: able }, at) => (
        <Button
          key={action}
          type={at === 0 ? 'primary' : 'default'}
          data-test={`many-${action.replaceAll('_', '-')}`}
          onClick={() => setOpen(action)}
        >
          {t(`${manyWord(action, t)}（${able.length} 件）`, `${manyWord(action, t)} (${able.length})`)}
        </Button>
      ))}
      {backward.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: backward.map(({ action, rows: able }) => ({
              key: action,
              danger: true,
              label: t(
                `${manyWord(action, t)}（${able.length} 件）`,
                `${manyWord(action, t)} (${able.length})`,
              ),
            })),
            onClick: ({ key }) => setOpen(backward.find(choice => choice.action === key)?.action ?? null),
          }}
        >
          <Button data-test="many-more">{t('更多', 'More')}</Button>
        </Dropdown>
      )}
      {choices.length === 0 && (
        <span style={{ color: token.colorTextSecondary }}>
          {t('选中的办件须逐件办理', 'These have to be handled one by one')}
        </span>
      )}
      {chosen !== undefined && (
        <ManyDialog
          key={chosen.action}
          action={chosen.action}
          rows={chosen.rows}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            onDone();
          }}
        />
      )}
    </Space>
  );
}
