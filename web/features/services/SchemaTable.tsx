import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
}

interface Field {
  path: string;
  schema: Schema;
  required: boolean;
}

const DEEPEST = 2;

/** A schema's fields, one a line, inner ones with their path. */
export function SchemaTable({ schema, schemas }: { schema: Schema; schemas: Record<string, Schema> }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const fields = fieldsOf(schema, schemas, '', 0);
  const cell = {
    padding: '4px 12px 4px 0',
    borderBottom: `1px solid ${token.colorBorderSecondary}`,
    textAlign: 'start' as const,
    verticalAlign: 'top' as const,
  };
  if (fields.length === 0)
    return <div style={{ fontSize: 12 }}>{typeOf(resolved(schema, schemas), schemas)}</div>;
  return (
    <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('字段', 'Fields')}>
      <table style={{ width: '100%', borderCollapse: 'collapse', fontSize: 12, lineHeight: '18px' }}>
        <thead>
          <tr style={{ color: token.colorTextSecondary }}>
            <th scope="col" style={cell}>
              {t('名称', 'Name')}
            </th>
            <th scope="col" style={cell}>
              {t('类型', 'Type')}
            </th>
            <th scope="col" style={cell}>
              {t('必填', 'Required')}
            </th>
            <th scope="col" style={cell}>
              {t('说明', 'Note')}
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(field => (
            <tr key={field.path}>
              <td style={cell}>
                <code>{field.path}</code>
              </td>
              <td style={cell}>{typeOf(field.schema, schemas)}</td>
              <td style={cell}>{field.required ? t('是', 'yes') : ''}</td>
              <td style={cell}>
                {[
                  field.schema.description,
                  limitsOf(field.schema),
                  field.schema.default === undefined
                    ? undefined
                    : t(
                        `默认 ${JSON.stringify(field.schema.default)}`,
                        `default ${JSON.stringify(field.schema.default)}`,
                      ),
                ]
                  .filter(Boolean)
                  .join('；')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function resolved(schema: Schema, schemas: Record<string, Schema>): Schema {
  if (schema.$ref === undefined) return schema;
  return schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? schema;
}

/** What may be null is shown as the thing itself. */
function unwrapped(schema: Schema, schemas: Record<string, Schema>): Schema {
  const whole = resolved(schema, schemas);
  const some = (whole.anyOf ?? whole.oneOf ?? []).filter(one => one.type !== 'null');
  return some.length === 1 && some[0] !== undefined ? resolved(some[0], schemas) : whole;
}

function fieldsOf(schema: Schema, schemas: Record<string, Schema>, before: string, depth: number): Field[] {
  const whole = unwrapped(schema, schemas);
  if (depth > DEEPEST) return [];
  if (whole.items !== undefined) return fieldsOf(whole.items, schemas, `${before}[]`, depth);
  return Object.entries(whole.properties ?? {}).flatMap(([name, inner]) => {
    const path = before === '' ? name : `${before}.${name}`;
    return [
      { path, schema: inner, required: whole.required?.includes(name) ?? false },
      ...fieldsOf(inner, schemas, path, depth + 1),
    ];
  });
}

function typeOf(schema: Schema, schemas: Record<string, Schema>): string {
  const whole = resolved(schema, schemas);
  if (whole.enum !== undefined) return whole.enum.map(String).join(' | ');
  if (whole.const !== undefined) return JSON.stringify(whole.const);
  const some = whole.anyOf ?? whole.oneOf;
  if (some !== undefined) return some.map(one => typeOf(one, schemas)).join(' | ');
  if (whole.items !== undefined) {
    const inner = typeOf(whole.items, schemas);
    return inner.includes(' | ') ? `(${inner})[]` : `${inner}[]`;
  }
  const type = Array.isArray(whole.type) ? whole.type.join(' | ') : (whole.type ?? 'any');
  return whole.format === undefined ? type : `${type} (${whole.format})`;
}

function limitsOf(schema: Schema): string {
  const limits: string[] = [];
  if (schema.minLength !== undefined || schema.maxLength !== undefined)
    limits.push(`${schema.minLength ?? 0}–${schema.maxLength ?? '∞'}`);
  if (schema.minimum !== undefined || schema.maximum !== undefined)
    limits.push(`${schema.minimum ?? '−∞'} … ${schema.maximum ?? '∞'}`);
  if (schema.minItems !== undefined || schema.maxItems !== undefined)
    limits.push(`[${schema.minItems ?? 0}–${schema.maxItems ?? '∞'}]`);
  return limits.join(' ');
}
