import { Button, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';

const MOST = 20;

/** One condition a line; empty lines stay here and are not sent. */
export function ConditionLines({
  conditions,
  withheld,
  onChange,
}: {
  conditions: readonly string[];
  withheld: boolean;
  onChange: (conditions: string[]) => void;
}) {
  const { t } = useText();
  const [lines, setLines] = useState<readonly string[]>(conditions.length === 0 ? [''] : conditions);
  function take(next: readonly string[]) {
    setLines(next);
    onChange(next.map(line => line.trim()).filter(line => line !== ''));
  }
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {lines.map((line, at) => (
        <Input
          key={at}
          id={`condition-${at}`}
          data-test={`entry-condition-${at}`}
          maxLength={300}
          value={line}
          placeholder={
            withheld
              ? t('如“涉及商业秘密，法律规定不得提供”', 'Such as “a trade secret that the law protects”')
              : t('如“仅用于社会救助对象认定”', 'Such as “for welfare checks only”')
          }
          onChange={event => take(lines.map((one, index) => (index === at ? event.target.value : one)))}
        />
      ))}
      {lines.at(-1) !== '' && lines.length < MOST && (
        <Button style={{ justifySelf: 'start' }} onClick={() => setLines([...lines, ''])}>
          {t('再加一条', 'Add another')}
        </Button>
      )}
    </div>
  );
}
