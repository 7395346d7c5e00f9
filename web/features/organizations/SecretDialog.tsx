import { useText } from '../../ui/language.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import type { SystemSecrets } from './types.ts';

/** The keys of a new system. */
export function SecretDialog({ secrets, onClose }: { secrets: SystemSecrets; onClose: () => void }) {
  const { t } = useText();
  return (
    <OnceDialog
      title={t(`“${secrets.system.name}”已登记`, `“${secrets.system.name}” is registered`)}
      record={secrets.record}
      onClose={onClose}
      rows={[
        {
          key: 'rid',
          label: t('请求者标识', 'Caller identity'),
          value: secrets.system.rid,
          test: 'secret-rid',
        },
        { key: 'key', label: 'appKey', value: secrets.appKey, test: 'secret-app-key' },
        { key: 'secret', label: 'appSecret', value: secrets.appSecret, test: 'secret-app-secret' },
      ]}
    />
  );
}
