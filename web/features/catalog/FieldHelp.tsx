import { Card, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { fieldName } from './fieldWords.ts';
import { HELP } from './guide.ts';
import type { Field } from './types.ts';

/** What the guide says of the field in focus. */
export function FieldHelp({ field }: { field: Field }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const help = HELP[field];
  return (
    <Card size="small" title={fieldName(field, language)} data-test="field-help" aria-live="polite">
      <p style={{ margin: 0 }}>{t(...help.text)}</p>
      <p style={{ margin: '8px 0 0', fontSize: 12, color: token.colorTextTertiary }}>{t(...help.from)}</p>
    </Card>
  );
}
