import { AutoComplete, Button, Input, type InputRef, theme } from 'antd';
import { type RefObject, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Static } from 'typebox';
import type { Suggestions } from '#modules/catalog/contract.ts';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';

interface SearchBoxProps {
  box: RefObject<InputRef | null>;
  q: string;
  onSearch: (words: string) => void;
  onDepartment: (id: number) => void;
  /** Suggestions lie open: the arrows are theirs. */
  onOpen: (open: boolean) => void;
  autoFocus: boolean;
}

/** The box with what one may mean, and below it what is used most. */
export function SearchBox({ box, q, onSearch, onDepartment, onOpen, autoFocus }: SearchBoxProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const navigate = useNavigate();
  const [words, setWords] = useState(q);
  const [open, setOpen] = useState(false);
  const asked = useLate(words.trim(), 150);
  const { data } = useLoad<Static<typeof Suggestions>>(
    open && asked !== '' ? '/api/catalog/suggestions' : null,
    { q: asked },
  );
  const { data: begin } = useLoad<Static<typeof Suggestions>>('/api/catalog/suggestions', { q: '' });
  useEffect(() => setWords(q), [q]);

  const group = (label: string, options: { value: string; label: string }[]) =>
    options.length === 0 ? [] : [{ label, options }];
  const groups = data
    ? [
        ...group(
          t('目录', 'Entries'),
          data.entries.map(({ id, title }) => ({ value: `entry:${id}`, label: title })),
        ),
        ...group(
          t('数据项', 'Items'),
          data.items.map(name => ({ value: `item:${name}`, label: name })),
        ),
        ...group(
          t('部门', 'Departments'),
          data.departments.map(({ id, name, count }) => ({
            value: `department:${id}`,
            label: t(`${name}（${count} 条目录）`, `${name} (${count} entries)`),
          })),
        ),
      ]
    : [];

  function show(now: boolean) {
    setOpen(now);
    onOpen(now && groups.length > 0);
  }
  useEffect(() => onOpen(open && groups.length > 0), [open, groups.length]);

  function choose(value: string) {
    const [, kind, key = ''] = /^(entry|item|department):(.*)$/u.exec(value) ?? [];
    show(false);
    if (kind === 'entry') void navigate(`/catalog/${key}`);
    else if (kind === 'department') onDepartment(Number(key));
    else onSearch(key);
  }

  return (
    <>
      <AutoComplete
        value={words}
        options={groups}
        open={open && groups.length > 0}
        // Enter searches for what was typed, unless an arrow chose a suggestion.
        defaultActiveFirstOption={false}
        style={{ width: '100%' }}
        onChange={value => {
          // Walking through the suggestions shows their keys; the box keeps what was typed.
          if (/^(entry|item|department):/u.test(value)) return;
          setWords(value);
          show(value.trim() !== '');
        }}
        onSelect={choose}
        onBlur={() => show(false)}
      >
        <Input.Search
          ref={box}
          size="large"
          autoFocus={autoFocus}
          allowClear
          data-test="catalog-search"
          maxLength={100}
          onSearch={value => {
            if (/^(entry|item|department):/u.test(value)) return;
            show(false);
            onSearch(value.trim());
          }}
          placeholder={t(
            '输入名称、数据项、部门或拼音首字母，如“婚姻登记”“dbdx”',
            'A name, an item, a department, or initials of pinyin such as “dbdx”',
          )}
          aria-label={t('检索目录', 'Search the catalog')}
          enterButton={t('检索', 'Search')}
        />
      </AutoComplete>
      {begin && begin.often.length > 0 && (
        <div
          style={{ margin: '10px 0 4px', display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}
        >
          <span style={{ color: token.colorTextTertiary }}>{t('常用', 'Used often')}</span>
          {begin.often.map(word => (
            <Button
              key={word}
              size="small"
              type="text"
              style={{ paddingInline: 6, color: token.colorLink }}
              onClick={() => onSearch(word)}
            >
              {word}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
