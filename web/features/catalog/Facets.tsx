import { Button, Card, Checkbox, theme } from 'antd';
import { useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { FacetName, Found } from './types.ts';
import { type WordList, wordOf } from './words.ts';

const SHOWN = 6;
/** Facets whose values are words of our own; the others are names out of the data. */
const OWN_WORDS: Partial<Record<FacetName, WordList>> = {
  shareType: 'shareType',
  updateCycle: 'updateCycle',
  subject: 'subject',
  mode: 'mode',
  mounted: 'mounted',
};

function useTitles(): readonly (readonly [FacetName, string])[] {
  const { t } = useText();
  return [
    ['shareType', t('共享类型', 'Share type')],
    ['departmentId', t('提供部门', 'Provider')],
    ['regionCode', t('所属地区', 'Region')],
    ['mounted', t('挂载资源', 'Resource')],
    ['mode', t('共享方式', 'Way of sharing')],
    ['updateCycle', t('更新周期', 'Updated')],
    ['subject', t('识别对象', 'About')],
  ];
}

export function useFacetLabels(found: Found | undefined): (name: FacetName, value: string) => string {
  const { language } = useText();
  return (name, value) => {
    const list = OWN_WORDS[name];
    if (list) return wordOf(list, value, language);
    return found?.facets[name].find(one => one.value === value)?.label ?? value;
  };
}

interface FacetsProps {
  found: Found;
  chosen: (name: FacetName) => string[];
  onChoose: (name: FacetName, values: string[]) => void;
}

/** Several values inside one facet mean "or", across facets "and". */
export function Facets({ found, chosen, onChoose }: FacetsProps) {
  const titles = useTitles();
  const labelOf = useFacetLabels(found);
  return (
    <Card size="small" styles={{ body: { padding: 12 } }}>
      {titles.map(([name, title]) => (
        <Facet
          key={name}
          title={title}
          options={found.facets[name].map(one => ({ ...one, label: labelOf(name, one.value) }))}
          chosen={chosen(name)}
          onChoose={values => onChoose(name, values)}
        />
      ))}
    </Card>
  );
}

function Facet({
  title,
  options,
  chosen,
  onChoose,
}: {
  title: string;
  options: { value: string; label: string; count: number }[];
  chosen: string[];
  onChoose: (values: string[]) => void;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [all, setAll] = useState(false);
  if (options.length === 0) return null;
  return (
    <fieldset style={{ border: 'none', margin: '0 0 12px', padding: 0, minWidth: 0 }}>
      <legend style={{ fontWeight: 500, padding: 0, marginBottom: 4 }}>{title}</legend>
      {(all ? options : options.slice(0, SHOWN)).map(one => (
        <div key={one.value} style={{ display: 'flex', alignItems: 'flex-start', gap: 8, padding: '2px 0' }}>
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
      {options.length > SHOWN && (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setAll(!all)}>
          {all
            ? t('收起', 'Fewer')
            : t(`更多（${options.length - SHOWN}）`, `More (${options.length - SHOWN})`)}
        </Button>
      )}
    </fieldset>
  );
}
