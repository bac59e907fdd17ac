import { AwsError } from '../base/aws-error.ts';

/** SES's refusal of a request that names something absent. */
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { status: 404 });

/** SES's refusal of an input that cannot be sent. */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);
