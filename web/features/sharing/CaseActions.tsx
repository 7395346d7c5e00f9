import { Button, Dropdown, Grid, Space, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { AgreeDialog } from './AgreeDialog.tsx';
import { MaterialDialog } from './MaterialDialog.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import type { Application, ApplicationAction } from './types.ts';

/** The buttons come from the answer, the least weighty first, the deciding one last. */
export function CaseActions({
  application,
  ticked,
  onDone,
}: {
  application: Application;
  ticked: string[];
  onDone: () => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState<ApplicationAction | null>(null);
  const may = (action: ApplicationAction) => application.actions.includes(action);
  const asked = application.items.filter(item => item.requested).length;
  const partly = ticked.length < asked;
  const close = () => setOpen(null);
  const done = () => {
    close();
    onDone();
  };
  const common = { application, onClose: close, onDone: done };
  const primary = (['agree', 'authorise', 'consent', 'supply_material', 'submit'] as const).find(may);
  const label: Record<ApplicationAction, string> = {
    submit: t('送负责人签批', 'Send for consent'),
    consent: t('同意提出申请', 'Consent'),
    decline: t('不同意提出', 'Decline'),
    withdraw: t('撤回申请', 'Withdraw'),
    authorise: t('授权使用', 'Authorise'),
    agree: partly ? t('部分同意', 'Agree in part') : t('同意并授权', 'Agree and grant'),
    refuse: t('不同意', 'Refuse'),
    ask_material: t('补正', 'Ask for material'),
    supply_material: t('已补齐材料', 'Material supplied'),
  };
  const rest: ApplicationAction[] = (['withdraw', 'ask_material', 'decline', 'refuse'] as const).filter(may);
  const danger = new Set<ApplicationAction>(['decline', 'refuse']);
  const button = (action: ApplicationAction) => (
    <Button
      key={action}
      danger={danger.has(action)}
      onClick={() => setOpen(action)}
      data-test={`act-${action.replace('_', '-')}`}
    >
      {label[action]}
    </Button>
  );
  const main = primary !== undefined && (
    <Button
      type="primary"
      disabled={primary === 'agree' && ticked.length === 0}
      onClick={() => setOpen(primary)}
      data-test={`act-${primary.replace('_', '-')}`}
    >
      {label[primary]}
    </Button>
  );
  const print = (
    <Link to={`/cases/${application.id}/print`} data-test="act-print">
      <Button>{t('打印申请表', 'Print the form')}</Button>
    </Link>
  );
  const dialogs = (
    <>
      {open === 'agree' && <AgreeDialog {...common} ticked={ticked} />}
      {open === 'refuse' && <RefuseDialog {...common} />}
      {open === 'ask_material' && <MaterialDialog {...common} />}
      {open !== null && open !== 'agree' && open !== 'refuse' && open !== 'ask_material' && (
        <NoteDialog {...common} action={open} label={label[open]} />
      )}
    </>
  );
  if (wide) {
    return (
      <>
        <Space wrap size={8}>
          {print}
          {rest.map(button)}
          {main}
        </Space>
        {dialogs}
      </>
    );
  }
  // On a phone the deciding buttons stay under the thumb; a refusal is never hidden in the menu.
  const folded = rest.filter(action => !danger.has(action));
  return (
    <>
      {print}
      {(rest.length > 0 || main) && (
        <div
          style={{
            position: 'fixed',
            insetInline: 0,
            bottom: 0,
            zIndex: 30,
            display: 'flex',
            gap: 8,
            justifyContent: 'flex-end',
            padding: '8px 12px',
            background: token.colorBgElevated,
            borderTop: `1px solid ${token.colorBorderSecondary}`,
          }}
        >
          {folded.length > 0 && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: folded.map(action => ({ key: action, label: label[action] })),
                onClick: ({ key }) => setOpen(folded.find(action => action === key) ?? null),
              }}
            >
              <Button data-test="act-more">{t('更多', 'More')}</Button>
            </Dropdown>
          )}
          {rest.filter(action => danger.has(action)).map(button)}
          {main}
        </div>
      )}
      {dialogs}
    </>
  );
}
