import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';

/** What is still to be filled in, all at once, above the form. */
export function Missing({ faults }: { faults: string[] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div
      role="alert"
      style={{ border: `1px solid ${token.colorErrorBorder}`, borderRadius: 4, padding: '8px 16px' }}
    >
      <strong style={{ fontWeight: 500, color: token.colorError }}>
        {t(`还差 ${faults.length} 处`, `${faults.length} places to complete`)}
      </strong>
      <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
        {faults.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
