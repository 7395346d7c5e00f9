import { useText } from '../../ui/language.tsx';

/** The promise without which no request is sent (N809 20). */
export function Declaration({
  checked = false,
  onChange,
}: {
  checked?: boolean;
  onChange?: (checked: boolean) => void;
}) {
  const { t } = useText();
  return (
    <label style={{ display: 'flex', gap: 8, alignItems: 'flex-start' }}>
      <input
        type="checkbox"
        checked={checked}
        onChange={event => onChange?.(event.target.checked)}
        data-test="apply-declaration"
        style={{ marginTop: 4, width: 16, height: 16, flex: 'none' }}
      />
      <span>
        {t(
          '本部门承诺：申请真实、合法、必要，不超出使用范围，不提供给第三方。',
          'We declare that this request is true, lawful and necessary; the data will not be used beyond its scope nor given to others.',
        )}
      </span>
    </label>
  );
}
