import { AgreeDialog } from './AgreeDialog.tsx';
import { ExtensionDialog } from './ExtensionDialog.tsx';
import { MaterialDialog } from './MaterialDialog.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { RedirectDialog } from './RedirectDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import type { DialogProps } from './useAct.ts';

/** One decision, one dialog. */
export function CaseDialog({ ticked, ...props }: DialogProps & { ticked: readonly string[] }) {
  switch (props.action) {
    case 'agree':
      return <AgreeDialog {...props} ticked={ticked} />;
    case 'refuse':
    case 'refuse_outside':
      return <RefuseDialog {...props} />;
    case 'redirect':
      return <RedirectDialog {...props} />;
    case 'ask_material':
      return <MaterialDialog {...props} />;
    case 'ask_extension':
      return <ExtensionDialog {...props} />;
    case 'submit':
    case 'consent':
    case 'decline':
    case 'withdraw':
    case 'authorise':
    case 'allow_exception':
    case 'deny_exception':
    case 'supply_material':
    case 'grant_extension':
    case 'deny_extension':
    case 'pass_check':
    case 'fail_check':
    case 'accept':
    case 'confirm_use':
    case 'end_use':
      return <NoteDialog {...props} />;
  }
}
