import { Button, Checkbox, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { useText } from '../../ui/language.tsx';
import { SignDialog } from './SignDialog.tsx';
import { TODO_WORDS, type Todo, keyOf, signatureOf } from './todos.ts';

interface Choice {
  todos: readonly Todo[];
  way: 'agree' | 'back';
}

/** A head signs on the card: it holds who wants what for what until when. Several can be signed at once. */
export function SignCards({ todos, onDone }: { todos: readonly Todo[]; onDone: () => void }) {
  const { t } = useText();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const signable = todos.filter(todo => signatureOf(todo) !== undefined);
  const chosen = signable.filter(todo => ticked.has(keyOf(todo)));

  function tick(todo: Todo, on: boolean) {
    const next = new Set(ticked);
    if (on) next.add(keyOf(todo));
    else next.delete(keyOf(todo));
    setTicked(next);
  }

  return (
    <>
      {signable.length > 1 && (
        <div style={{ display: 'flex', gap: 16, alignItems: 'center', marginBottom: 12, flexWrap: 'wrap' }}>
          <Checkbox
            data-test="card-all"
            checked={chosen.length === signable.length}
            indeterminate={chosen.length > 0 && chosen.length < signable.length}
            onChange={event => setTicked(new Set(event.target.checked ? signable.map(keyOf) : []))}
          >
            {t('全选', 'All')}
          </Checkbox>
          {chosen.length > 0 && (
            <Button
              type="primary"
              data-test="card-bulk"
              onClick={() => setChoice({ todos: chosen, way: 'agree' })}
            >
              {t(`批量同意（${chosen.length} 件）`, `Agree to ${chosen.length}`)}
            </Button>
          )}
        </div>
      )}
      <ul className="stacked">
        {todos.map(todo => (
          <SignCard
            key={keyOf(todo)}
            todo={todo}
            ticked={signable.length > 1 && signatureOf(todo) ? ticked.has(keyOf(todo)) : undefined}
            onTick={on => tick(todo, on)}
            onChoose={way => setChoice({ todos: [todo], way })}
          />
        ))}
      </ul>
      {choice && (
        <SignDialog
          key={`${choice.todos.map(keyOf).join(' ')} ${choice.way}`}
          todos={choice.todos}
          way={choice.way}
          onClose={() => setChoice(null)}
          onDone={() => {
            setChoice(null);
            setTicked(new Set());
            onDone();
          }}
        />
      )}
    </>
  );
}

interface SignCardProps {
  todo: Todo;
  /** Undefined where there is nothing to tick. */
  ticked: boolean | undefined;
  onTick: (on: boolean) => void;
  onChoose: (way: Choice['way']) => void;
}

function SignCard({ todo, ticked, onTick, onChoose }: SignCardProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const signature = signatureOf(todo);
  return (
    <li data-test="sign-card" style={{ borderColor: token.colorBorderSecondary }}>
      <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', alignItems: 'flex-start' }}>
        <div style={{ flex: '1 1 300px', minWidth: 0, display: 'flex', gap: 12, alignItems: 'flex-start' }}>
          {ticked !== undefined && (
            <Checkbox
              checked={ticked}
              aria-label={t(`选中“${todo.title}”`, `Choose “${todo.title}”`)}
              onChange={event => onTick(event.target.checked)}
            />
          )}
          <div style={{ minWidth: 0 }}>
            <div className="stacked-head">
              {t(...TODO_WORDS[todo.kind])} <Link to={todo.path}>{todo.title}</Link>
            </div>
            <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
              {[todo.no, todo.other].filter(word => word !== '').join(' · ')}
            </div>
            {todo.summary !== '' && <div style={{ marginTop: 6, maxWidth: '56em' }}>{todo.summary}</div>}
          </div>
        </div>
        {todo.clock && (
          <div style={{ flex: '0 1 250px', minWidth: 200 }}>
            <DeadlineBar clock={todo.clock} compact />
          </div>
        )}
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          {signature?.back !== undefined && (
            <Button data-test="card-return" onClick={() => onChoose('back')}>
              {t('退回', 'Send back')}
            </Button>
          )}
          {signature ? (
            <Button type="primary" data-test="card-agree" onClick={() => onChoose('agree')}>
              {t('同意', 'Agree')}
            </Button>
          ) : (
            <Link to={todo.path} data-test="todo-open">
              <Button>{t('去办理', 'Open')}</Button>
            </Link>
          )}
        </div>
      </div>
    </li>
  );
}
