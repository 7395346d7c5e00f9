import { Button, Card, Checkbox, Input, theme } from 'antd';
import { useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { FACETS, FACET_NAMES, facetLabel } from './facetWords.ts';
import type { FacetName, Found } from './types.ts';

const SHOWN = 6;
/** From so many on, the rest is looked through by its own words. */
const WITH_FILTER = 15;

interface Option {
  value: string;
  label: string;
  count: number;
  /** How far it stands below others of its tree. */
  depth: number;
}

/** Codes of classes grow by their branches: what another's code begins with stands above it. */
function asTree(options: readonly Omit<Option, 'depth'>[]): Option[] {
  return options
    .toSorted((one, other) => (one.value < other.value ? -1 : 1))
    .map(option => ({
      ...option,
      depth: options.filter(other => other !== option && option.value.startsWith(other.value)).length,
    }));
}

interface FacetsProps {
  found: Found;
  kind: 'entry' | 'interface';
  chosen: (name: FacetName) => string[];
  onChoose: (name: FacetName, values: string[]) => void;
}

/** Several values inside one facet mean "or", across facets "and". */
export function Facets({ found, kind, chosen, onChoose }: FacetsProps) {
  const { language } = useText();
  if (FACET_NAMES.every(name => found.facets[name].length === 0)) return null;
  return (
    <Card size="small" styles={{ body: { padding: 12 } }}>
      {FACET_NAMES.filter(name => kind === 'interface' || (name !== 'frequency' && name !== 'scenario')).map(
        name => {
          const options = found.facets[name].map(one => ({
            ...one,
            label: facetLabel(found, name, one.value, language),
          }));
          return (
            <Facet
              key={name}
              name={name}
              options={name === 'classCode' ? asTree(options) : options.map(one => ({ ...one, depth: 0 }))}
              chosen={chosen(name)}
              onChoose={values => onChoose(name, values)}
            />
          );
        },
      )}
    </Card>
  );
}

function Facet({
  name,
  options,
  chosen,
  onChoose,
}: {
  name: FacetName;
  options: Option[];
  chosen: string[];
  onChoose: (values: string[]) => void;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [all, setAll] = useState(false);
  const [words, setWords] = useState('');
  if (options.length === 0) return null;
  const title = t(...FACETS[name].title);
  const shown = all ? options.filter(one => one.label.includes(words.trim())) : options.slice(0, SHOWN);
  return (
    <fieldset
      data-test={`facet-${name}`}
      style={{ border: 'none', margin: '0 0 12px', padding: 0, minWidth: 0 }}
    >
      <legend style={{ fontWeight: 500, padding: 0, marginBottom: 4 }}>{title}</legend>
      {all && options.length >= WITH_FILTER && (
        <Input
          size="small"
          allowClear
          value={words}
          onChange={event => setWords(event.target.value)}
          placeholder={t('在其中查找', 'Look among them')}
          aria-label={t(`在${title}中查找`, `Look among ${title}`)}
          style={{ marginBottom: 4 }}
        />
      )}
      <div style={all ? { maxHeight: 320, overflowY: 'auto' } : undefined}>
        {shown.map(one => (
          <div
            key={one.value}
            style={{
              display: 'flex',
              alignItems: 'flex-start',
              gap: 8,
              padding: '2px 0',
              paddingInlineStart: one.depth * 16,
            }}
          >
            <Checkbox
              checked={chosen.includes(one.value)}
              onChange={event =>
                onChoose(
                  event.target.checked ? [...chosen, one.value] : chosen.filter(value => value !== one.value),
                )
              }
              style={{ flex: 1, overflowWrap: 'anywhere' }}
            >
              {one.label}
            </Checkbox>
            <span style={{ color: token.colorTextTertiary, fontSize: 12, lineHeight: '22px' }}>
              {formatCount(one.count, language)}
            </span>
          </div>
        ))}
      </div>
      {options.length > SHOWN && (
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() => {
            setAll(!all);
            setWords('');
          }}
        >
          {all
            ? t('收起', 'Fewer')
            : t(`更多（${options.length - SHOWN}）`, `More (${options.length - SHOWN})`)}
        </Button>
      )}
    </fieldset>
  );
}
