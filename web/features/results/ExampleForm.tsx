import { Button, Card, Form, Input, Radio, Space } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Figures } from './Figures.tsx';
import type { Example, ExampleRecorded, ExampleRows, Result } from './types.ts';

interface Fields {
  title: string;
  story: string;
  class?: string | null;
}

/** 申报案例: a result that others can learn from, told as a story. */
export function ExampleForm() {
  const { t } = useText();
  const { id } = useParams();
  const [search] = useSearchParams();
  const resultId = Number(search.get('result'));
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const { send, problem, busy } = useSend();
  const before = useLoad<Example>(id === undefined ? null : `/api/examples/${id}`);
  const result = useLoad<Result>(id === undefined ? `/api/results/${resultId}` : null);
  const place = useLoad<ExampleRows>('/api/examples', { page: 1, size: 1 });
  const classes = place.data?.classes ?? [];
  const known = before.data;
  const told = result.data;
  useEffect(() => {
    if (known) form.setFieldsValue({ title: known.title, story: known.story, class: known.class });
    else if (told) form.setFieldsValue({ title: told.matter, story: told.body });
  }, [known, told, form]);
  const lost = before.problem ?? result.problem;
  if (lost) return <RefusalNotice problem={lost} />;
  const shown = known ?? told;
  if (!shown) return <Loading rows={8} />;

  const save = (fields: Fields) => {
    const body = { title: fields.title, story: fields.story, class: fields.class ?? null };
    return send(
      () =>
        id === undefined
          ? api.post<ExampleRecorded>('/api/examples', { resultId, ...body })
          : api.put<ExampleRecorded>(`/api/examples/${id}`, body),
      t('已申报，等主管部门审核。', 'Put forward; the authority looks at it.'),
      ({ example }) => void navigate(`/results/examples/${example.id}`),
    );
  };
  const required = [{ required: true, whitespace: true, min: 2, message: t('请填写', 'Required') }];
  return (
    <>
      <PageTitle
        title={
          id === undefined ? t('申报案例', 'Put an example forward') : t('修改案例', 'Change the example')
        }
        sub={'grant' in shown ? `${shown.grant.provider.name} · ${shown.grant.entryTitle}` : shown.entryTitle}
      />
      <Card style={{ maxWidth: 760 }}>
        <div style={{ marginBottom: 16 }}>
          <Figures of={shown} />
        </div>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={fields => void save(fields)}
        >
          <Form.Item name="title" label={t('案例名称', 'Title')} rules={required}>
            <Input maxLength={120} data-test="example-title" />
          </Form.Item>
          {classes.length > 0 && (
            <Form.Item
              name="class"
              label={t('分类', 'Class')}
              rules={[{ required: true, message: t('请选择分类', 'Choose a class') }]}
            >
              <Radio.Group options={classes.map(one => ({ value: one.key, label: t(one.zh, one.en) }))} />
            </Form.Item>
          )}
          <Form.Item
            name="story"
            label={t(
              '案例介绍：原来怎么办，用了数据怎么办，有什么变化',
              'The story: how it was, how it is, what changed',
            )}
            rules={required}
          >
            <Input.TextArea rows={10} maxLength={8000} showCount data-test="example-story" />
          </Form.Item>
          {problem && (
            <div style={{ marginBottom: 16 }}>
              <RefusalNotice problem={problem} />
            </div>
          )}
          <Space wrap>
            <Button type="primary" htmlType="submit" disabled={busy} data-test="example-save">
              {known?.state === 'returned' ? t('再次申报', 'Put forward again') : t('申报', 'Put forward')}
            </Button>
            <Button onClick={() => void navigate(-1)}>{t('取消', 'Cancel')}</Button>
          </Space>
        </Form>
      </Card>
    </>
  );
}
