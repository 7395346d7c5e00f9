import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Fault } from './applyFaults.ts';

/** What is still to be filled in, all at once, above the form; each leads to its field. */
export function Missing({ faults }: { faults: readonly Fault[] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div
      role="alert"
      data-test="apply-missing"
      style={{ border: `1px solid ${token.colorErrorBorder}`, borderRadius: 4, padding: '8px 16px' }}
    >
      <strong style={{ fontWeight: 500, color: token.colorError }}>
        {faults.length === 1
          ? t('还差 1 处', 'One thing to complete')
          : t(`还差 ${faults.length} 处`, `${faults.length} things to complete`)}
      </strong>
      <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
        {faults.map(({ text, at }) => (
          <li key={text}>
            <a
              href={`#${at}`}
              onClick={event => {
                event.preventDefault();
                const field = document.getElementById(at);
                field?.scrollIntoView({ block: 'center' });
                field?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
