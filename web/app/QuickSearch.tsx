import { SearchOutlined } from '@ant-design/icons';
import { AutoComplete, Input, type InputRef, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Static } from 'typebox';
import type { SearchView } from '#modules/catalog/contract.ts';
import { useLoad } from '../api.ts';
import { useText } from '../ui/language.tsx';
import { useLate } from '../ui/useLate.ts';
import { menuOf } from './menu.tsx';
import { useSession } from './session.tsx';

/** One box for entries, pages and actions (Ctrl K). */
export function QuickSearch({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  const { session, can } = useSession();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const asked = useLate(words.trim(), 200);
  const box = useRef<InputRef>(null);
  const mayLook = !session.signedIn || can('catalog.read');
  const { data } = useLoad<Static<typeof SearchView>>(
    open && mayLook && asked !== '' ? '/api/catalog' : null,
    { q: asked, size: 8 },
  );

  useEffect(() => {
    if (open) setTimeout(() => box.current?.focus(), 60);
    else setWords('');
  }, [open]);

  const matches = (text: string) =>
    words.trim() === '' || text.toLowerCase().includes(words.trim().toLowerCase());
  const pages = menuOf(session.post?.role)
    .map(item => ({ value: item.path, label: t(item.zh, item.en) }))
    .filter(item => matches(item.label));
  const actions = [
    ...(can('catalog.compile')
      ? [{ value: '/our-catalog/new', label: t('编制目录', 'Compile an entry') }]
      : []),
    ...(can('resources.mount')
      ? [{ value: '/resources/new', label: t('挂载资源', 'Mount a resource') }]
      : []),
    ...(can('systems.register')
      ? [{ value: '/systems?register=1', label: t('登记业务系统', 'Register a system') }]
      : []),
    ...(can('exchange.run')
      ? [{ value: '/exchange/new', label: t('新建交换任务', 'New exchange task') }]
      : []),
  ].filter(item => matches(item.label));
  const entries = (asked === '' ? [] : (data?.items ?? [])).map(entry => ({
    value: `/catalog/${entry.id}`,
    label: (
      <span>
        {entry.title} <span style={{ opacity: 0.7, fontSize: 12 }}>{entry.departmentName}</span>
      </span>
    ),
  }));
  const groups = [
    { label: t('目录', 'Entries'), options: entries },
    { label: t('菜单', 'Pages'), options: pages },
    { label: t('操作', 'Actions'), options: actions },
  ].filter(group => group.options.length > 0);

  function go(path: string) {
    onClose();
    void navigate(path);
  }

  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 80 }}
      destroyOnHidden
    >
      <AutoComplete
        value={words}
        options={groups}
        open={open && groups.length > 0}
        defaultActiveFirstOption
        style={{ width: '100%' }}
        onChange={value => setWords(value.startsWith('/') ? '' : value)}
        onSelect={value => go(value)}
        getPopupContainer={place => place.parentElement ?? document.body}
      >
        <Input
          ref={box}
          size="large"
          prefix={<SearchOutlined />}
          data-test="quick-search-box"
          placeholder={t('如“婚姻登记”“挂载资源”', 'Such as “marriage” or “mount”')}
          aria-label={t('搜索目录、菜单和操作', 'Search entries, pages and actions')}
          onPressEnter={() => {
            if (groups.length === 0 && words.trim() !== '')
              go(`/catalog?q=${encodeURIComponent(words.trim())}`);
          }}
        />
      </AutoComplete>
      <div style={{ height: 320 }} />
    </Modal>
  );
}
