import { Button, Dropdown, Grid, Space, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { CaseDialog } from './CaseDialog.tsx';
import { askedOf } from './narrowing.ts';
import type { Application, ApplicationAction } from './types.ts';
import { actionName } from './words.ts';

/** The way forward: of those that the platform allows, the first is the page's one primary button. */
const FORWARD: readonly ApplicationAction[] = [
  'agree',
  'authorise',
  'consent',
  'pass_check',
  'confirm_use',
  'grant_extension',
  'deny_exception',
  'accept',
  'supply_material',
  'submit',
];
/** The least weighty first; a refusal stands last, beside the way forward, and is never folded. */
const OTHERS: readonly ApplicationAction[] = [
  'withdraw',
  'ask_extension',
  'redirect',
  'ask_material',
  'refuse_outside',
  'deny_extension',
  'allow_exception',
  'fail_check',
  'decline',
  'end_use',
  'refuse',
];
const REFUSING: ReadonlySet<ApplicationAction> = new Set([
  'decline',
  'refuse',
  'end_use',
  'fail_check',
  'deny_extension',
  'allow_exception',
]);
const MOST_SHOWN = 4;

interface CaseActionsProps {
  application: Application;
  ticked: readonly string[];
  onDone: () => void;
  onOvertaken: (now: Application) => void;
}

/** The buttons come from the answer, the least weighty first, the deciding one last. */
export function CaseActions({ application, ticked, onDone, onOvertaken }: CaseActionsProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().md ?? true;
  const [open, setOpen] = useState<ApplicationAction | null>(null);
  const may = (action: ApplicationAction) => application.actions.includes(action);
  const partly = ticked.length < askedOf(application).length;
  const primary = FORWARD.find(may);
  const others = [...OTHERS, ...FORWARD].filter(action => action !== primary && may(action));
  const refusing = others.filter(action => REFUSING.has(action));
  const light = others.filter(action => !REFUSING.has(action));
  // On a phone the deciding buttons stay under the thumb; elsewhere four are shown and the rest folded.
  const folded = wide ? light.slice(0, Math.max(0, others.length + (primary ? 1 : 0) - MOST_SHOWN)) : light;
  const shown = light.filter(action => !folded.includes(action));
  const label = (action: ApplicationAction) =>
    action === 'agree' && partly ? t('部分同意', 'Agree in part') : actionName(action, t);
  const hook = (action: ApplicationAction) => `act-${action.replaceAll('_', '-')}`;
  const button = (action: ApplicationAction) => (
    <Button
      key={action}
      danger={REFUSING.has(action)}
      onClick={() => setOpen(action)}
      data-test={hook(action)}
    >
      {label(action)}
    </Button>
  );
  const buttons = (
    <>
      {folded.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: folded.map(action => ({
              key: action,
              label: <span data-test={hook(action)}>{label(action)}</span>,
            })),
            onClick: ({ key }) => setOpen(folded.find(action => action === key) ?? null),
          }}
        >
          <Button data-test="act-more">{t('更多', 'More')}</Button>
        </Dropdown>
      )}
      {shown.map(button)}
      {refusing.map(button)}
      {primary !== undefined && (
        <Button
          type="primary"
          disabled={primary === 'agree' && ticked.length === 0}
          onClick={() => setOpen(primary)}
          data-test={hook(primary)}
        >
          {label(primary)}
        </Button>
      )}
    </>
  );
  const edit = application.editable && (
    <Link to={`/requests/${application.id}/edit`} data-test="act-edit">
      <Button>{t('修改申请', 'Change')}</Button>
    </Link>
  );
  const dialog = open !== null && (
    <CaseDialog
      application={application}
      action={open}
      ticked={ticked}
      onClose={() => setOpen(null)}
      onDone={() => {
        setOpen(null);
        onDone();
      }}
      onOvertaken={now => {
        setOpen(null);
        onOvertaken(now);
      }}
    />
  );
  if (wide)
    return (
      <>
        <Space wrap size={8}>
          {edit}
          {buttons}
        </Space>
        {dialog}
      </>
    );
  return (
    <>
      {edit}
      {(others.length > 0 || primary !== undefined) && (
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
          {buttons}
        </div>
      )}
      {dialog}
    </>
  );
}
