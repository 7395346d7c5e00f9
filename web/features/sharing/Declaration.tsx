import { useText } from '../../ui/language.tsx';

/** The promise without which no request is sent (N809 20). */
export function Declaration({
  id,
  checked = false,
  thirdParties,
  onChange,
}: {
  id?: string;
  checked?: boolean;
  /** Whom the data may be passed to, by name; nobody else. */
  thirdParties: readonly string[];
  onChange?: (checked: boolean) => void;
}) {
  const { t } = useText();
  const others =
    thirdParties.length === 0
      ? t('不提供给第三方', 'nor given to others')
      : t(`只提供给列明的第三方`, 'nor given to others than those named');
  return (
    <label style={{ display: 'flex', gap: 8, alignItems: 'flex-start' }}>
      <input
        type="checkbox"
        {...(id === undefined ? {} : { id })}
        checked={checked}
        onChange={event => onChange?.(event.target.checked)}
        data-test="apply-declaration"
        style={{ marginTop: 4, width: 16, height: 16, flex: 'none' }}
      />
      <span>
        {t(
          `本部门承诺：申请真实、合法、必要，不超出使用范围，${others}。`,
          `We declare that this request is true, lawful and necessary; the data will not be used beyond its scope ${others}.`,
        )}
      </span>
    </label>
  );
}
