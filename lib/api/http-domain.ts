import { CfnOutput } from 'aws-cdk-lib';
import { ApiMapping, DomainName, type HttpApi, type HttpStage, type MTLSConfig, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';

type Domain = NonNullable<Configuration['domain']>;

interface HttpDomainProps {
  readonly domain: Domain;
  readonly api: HttpApi;
  readonly stage: HttpStage;
}

/**
 * The domain of an HTTP API; what leads to it is a record in the operator's hosted zone, or else
 * left to the operator and told as outputs.
 */
export class HttpDomain extends Construct {
  constructor(scope: Construct, id: string, { domain, api, stage }: HttpDomainProps) {
    super(scope, id);

    const { name, certificateArn, hostedZoneId, mutualTls } = domain;
    const certificate = (certificateId: string, arn: string) => Certificate.fromCertificateArn(this, certificateId, arn);
    const resource = new DomainName(this, 'Resource', {
      domainName: name,
      securityPolicy: SecurityPolicy.TLS_1_2,
      certificate: certificate('Certificate', certificateArn),
      ...(mutualTls && { mtls: truststoreOf(this, mutualTls) }),
      ...(mutualTls?.ownershipCertificateArn && { ownershipCertificate: certificate('Ownership', mutualTls.ownershipCertificateArn) }),
    });
    new ApiMapping(this, 'Mapping', { api, domainName: resource, stage });

    if (hostedZoneId === undefined) {
      new CfnOutput(this, 'Target', { value: resource.regionalDomainName }).overrideLogicalId('DomainTarget');
      new CfnOutput(this, 'TargetZoneId', { value: resource.regionalHostedZoneId }).overrideLogicalId('DomainTargetZoneId');
      return;
    }
    new CfnRecordSet(this, 'Record', {
      hostedZoneId,
      name,
      type: 'A',
      aliasTarget: { dnsName: resource.regionalDomainName, hostedZoneId: resource.regionalHostedZoneId },
    });
  }
}

const truststoreOf = (scope: Construct, { truststoreUri, truststoreVersion }: NonNullable<Domain['mutualTls']>): MTLSConfig => {
  const { host, pathname } = new URL(truststoreUri);
  return {
    bucket: Bucket.fromBucketName(scope, 'Truststore', host),
    key: decodeURI(pathname.slice(1)),
    ...(truststoreVersion !== undefined && { version: truststoreVersion }),
  };
};
