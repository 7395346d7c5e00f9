import { theme } from 'antd';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Result } from './types.ts';
import { figuresOf } from './words.ts';

/** Times used, people served, papers and days saved. */
export function Figures({
  of,
  small = false,
}: {
  of: Pick<Result, 'timesUsed' | 'peopleServed' | 'materialsSaved' | 'daysSaved'>;
  small?: boolean;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const figures = figuresOf(of, t);
  if (figures.length === 0) return null;
  const days = (value: number): string =>
    Number.isInteger(value) ? formatCount(value, language) : value.toLocaleString('en-US');
  return (
    <dl
      style={{ margin: 0, display: 'flex', flexWrap: 'wrap', gap: small ? '4px 16px' : '8px 32px' }}
      data-test="figures"
    >
      {figures.map(({ key, label, value }) => (
        <div key={key} style={small ? { display: 'flex', gap: 6, alignItems: 'baseline' } : {}}>
          <dt style={{ color: token.colorTextTertiary, fontSize: 12 }}>{label}</dt>
          <dd
            style={{
              margin: 0,
              fontSize: small ? 14 : 20,
              lineHeight: small ? '22px' : '28px',
              fontVariantNumeric: 'tabular-nums',
            }}
          >
            {key === 'days' ? days(value) : formatCount(value, language)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
