import { Button, Grid, Table, theme } from 'antd';
import { Link } from 'react-router';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { useText } from '../../ui/language.tsx';
import { TODO_WORDS, type Todo, keyOf } from './todos.ts';

export function TodoTable({ todos }: { todos: readonly Todo[] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().md !== false;
  const verb = (todo: Todo) => t(...TODO_WORDS[todo.kind]);
  const matter = (todo: Todo) => (
    <>
      <Link to={todo.path}>{todo.title}</Link>
      <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
        {[todo.no, todo.other].filter(word => word !== '').join(' · ')}
      </div>
    </>
  );
  const act = (todo: Todo) => (
    <Link to={todo.path} data-test="todo-open">
      <Button size="small">{t('去办理', 'Open')}</Button>
    </Link>
  );

  if (!wide) {
    return (
      <ul className="stacked" style={{ padding: 12 }}>
        {todos.map(todo => (
          <li key={keyOf(todo)} style={{ borderColor: token.colorBorderSecondary }}>
            <div className="stacked-head">{verb(todo)}</div>
            <div>{matter(todo)}</div>
            {todo.clock && <DeadlineBar clock={todo.clock} />}
            {act(todo)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Table<Todo>
      size="medium"
      rowKey={keyOf}
      dataSource={[...todos]}
      pagination={false}
      aria-label={t('待我办理', 'For me to do')}
      columns={[
        { key: 'verb', title: t('要办的事', 'To do'), width: 120, render: (_, todo) => verb(todo) },
        { key: 'matter', title: t('事项', 'Matter'), render: (_, todo) => matter(todo) },
        {
          key: 'clock',
          title: t('期限', 'Time limit'),
          width: 260,
          render: (_, todo) => (todo.clock ? <DeadlineBar clock={todo.clock} compact /> : '—'),
        },
        { key: 'act', title: '', width: 110, align: 'right', render: (_, todo) => act(todo) },
      ]}
    />
  );
}
