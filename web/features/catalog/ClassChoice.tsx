import { Cascader } from 'antd';
import { useMemo } from 'react';
import { useText } from '../../ui/language.tsx';
import { type Class, useClasses } from './useStandards.ts';

interface Option {
  value: string;
  label: string;
  children?: Option[];
}

function treeOf(classes: readonly Class[], chosen: string, english: boolean): Option[] {
  const under = Map.groupBy(
    classes.filter(one => !one.retired || one.code === chosen),
    one => one.parent,
  );
  const below = (parent: string): Option[] =>
    (under.get(parent) ?? []).map(({ code, name, nameEn }) => {
      const children = below(code);
      const label = `${code} ${english && nameEn !== '' ? nameEn : name}`;
      return children.length > 0 ? { value: code, label, children } : { value: code, label };
    });
  return below('');
}

/** From the root down to the class. */
function pathTo(code: string, classes: readonly Class[]): string[] {
  const parents = new Map(classes.map(one => [one.code, one.parent]));
  const path: string[] = [];
  for (let at: string | undefined = code; at !== undefined && at !== ''; at = parents.get(at))
    path.unshift(at);
  return path;
}

/** 类, 项, 目, 细目: any level may be chosen, the finest that fits is asked for. */
export function ClassChoice({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { t, language } = useText();
  const { list } = useClasses();
  const options = useMemo(() => treeOf(list, value, language === 'en'), [list, value, language]);
  return (
    <Cascader<Option>
      id="class-code"
      data-test="entry-class"
      style={{ width: '100%' }}
      options={options}
      value={list.length === 0 ? [] : pathTo(value, list)}
      changeOnSelect
      expandTrigger="hover"
      showSearch={{
        filter: (words, path) => path.some(one => one.label.toLowerCase().includes(words.toLowerCase())),
      }}
      displayRender={labels => labels.join(' / ')}
      placeholder={t('类 / 项 / 目 / 细目，可输入查找', 'Category / group / class / subclass; type to find')}
      notFoundContent={t('没有这个分类', 'No such class')}
      onChange={path => onChange(path.at(-1) ?? '')}
    />
  );
}
