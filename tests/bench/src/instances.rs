//! DescribeInstances with the greater part of its fields: types as generated crates have them, the same by hand for `serde_json`, and an
//! answer with a hundred instances.

use alibabacloud_runtime::{UnknownFields, shape};

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct DescribeInstancesResponse {
    instances: Vec<Instance>,
    next_token: Option<String>,
    page_number: Option<i64>,
    page_size: Option<i64>,
    request_id: Option<String>,
    total_count: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(DescribeInstancesResponse {
    "Instances" / "Instance" => instances: Structs,
    "NextToken" => next_token: String,
    "PageNumber" => page_number: Integer,
    "PageSize" => page_size: Integer,
    "RequestId" => request_id: String,
    "TotalCount" => total_count: Integer,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Instance {
    auto_release_time: Option<String>,
    cluster_id: Option<String>,
    cpu: Option<i64>,
    cpu_options: Option<CpuOptions>,
    creation_time: Option<String>,
    credit_specification: Option<String>,
    deletion_protection: Option<bool>,
    description: Option<String>,
    device_available: Option<bool>,
    eip_address: Option<EipAddress>,
    expired_time: Option<String>,
    gpu_amount: Option<i64>,
    gpu_spec: Option<String>,
    host_name: Option<String>,
    image_id: Option<String>,
    inner_ip_address: Vec<String>,
    instance_charge_type: Option<String>,
    instance_id: Option<String>,
    instance_name: Option<String>,
    instance_network_type: Option<String>,
    instance_type: Option<String>,
    internet_charge_type: Option<String>,
    internet_max_bandwidth_in: Option<i64>,
    internet_max_bandwidth_out: Option<i64>,
    io_optimized: Option<bool>,
    key_pair_name: Option<String>,
    memory: Option<i64>,
    metadata_options: Option<MetadataOptions>,
    network_interfaces: Vec<NetworkInterface>,
    os_name: Option<String>,
    os_type: Option<String>,
    public_ip_address: Vec<String>,
    recyclable: Option<bool>,
    region_id: Option<String>,
    resource_group_id: Option<String>,
    security_group_ids: Vec<String>,
    serial_number: Option<String>,
    spot_price_limit: Option<f64>,
    spot_strategy: Option<String>,
    start_time: Option<String>,
    status: Option<String>,
    stopped_mode: Option<String>,
    tags: Vec<Tag>,
    vlan_id: Option<String>,
    vpc_attributes: Option<VpcAttributes>,
    zone_id: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Instance {
    "AutoReleaseTime" => auto_release_time: String,
    "ClusterId" => cluster_id: String,
    "Cpu" => cpu: Integer,
    "CpuOptions" => cpu_options: Struct,
    "CreationTime" => creation_time: String,
    "CreditSpecification" => credit_specification: String,
    "DeletionProtection" => deletion_protection: Boolean,
    "Description" => description: String,
    "DeviceAvailable" => device_available: Boolean,
    "EipAddress" => eip_address: Struct,
    "ExpiredTime" => expired_time: String,
    "GPUAmount" => gpu_amount: Integer,
    "GPUSpec" => gpu_spec: String,
    "HostName" => host_name: String,
    "ImageId" => image_id: String,
    "InnerIpAddress" / "IpAddress" => inner_ip_address: Strings,
    "InstanceChargeType" => instance_charge_type: String,
    "InstanceId" => instance_id: String,
    "InstanceName" => instance_name: String,
    "InstanceNetworkType" => instance_network_type: String,
    "InstanceType" => instance_type: String,
    "InternetChargeType" => internet_charge_type: String,
    "InternetMaxBandwidthIn" => internet_max_bandwidth_in: Integer,
    "InternetMaxBandwidthOut" => internet_max_bandwidth_out: Integer,
    "IoOptimized" => io_optimized: Boolean,
    "KeyPairName" => key_pair_name: String,
    "Memory" => memory: Integer,
    "MetadataOptions" => metadata_options: Struct,
    "NetworkInterfaces" / "NetworkInterface" => network_interfaces: Structs,
    "OSName" => os_name: String,
    "OSType" => os_type: String,
    "PublicIpAddress" / "IpAddress" => public_ip_address: Strings,
    "Recyclable" => recyclable: Boolean,
    "RegionId" => region_id: String,
    "ResourceGroupId" => resource_group_id: String,
    "SecurityGroupIds" / "SecurityGroupId" => security_group_ids: Strings,
    "SerialNumber" => serial_number: String,
    "SpotPriceLimit" => spot_price_limit: Float,
    "SpotStrategy" => spot_strategy: String,
    "StartTime" => start_time: String,
    "Status" => status: String,
    "StoppedMode" => stopped_mode: String,
    "Tags" / "Tag" => tags: Structs,
    "VlanId" => vlan_id: String,
    "VpcAttributes" => vpc_attributes: Struct,
    "ZoneId" => zone_id: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CpuOptions {
    core_count: Option<i64>,
    numa: Option<String>,
    threads_per_core: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(CpuOptions {
    "CoreCount" => core_count: Integer,
    "Numa" => numa: String,
    "ThreadsPerCore" => threads_per_core: Integer,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EipAddress {
    allocation_id: Option<String>,
    bandwidth: Option<i64>,
    internet_charge_type: Option<String>,
    ip_address: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(EipAddress {
    "AllocationId" => allocation_id: String,
    "Bandwidth" => bandwidth: Integer,
    "InternetChargeType" => internet_charge_type: String,
    "IpAddress" => ip_address: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MetadataOptions {
    http_endpoint: Option<String>,
    http_tokens: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(MetadataOptions {
    "HttpEndpoint" => http_endpoint: String,
    "HttpTokens" => http_tokens: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NetworkInterface {
    mac_address: Option<String>,
    network_interface_id: Option<String>,
    primary_ip_address: Option<String>,
    kind: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(NetworkInterface {
    "MacAddress" => mac_address: String,
    "NetworkInterfaceId" => network_interface_id: String,
    "PrimaryIpAddress" => primary_ip_address: String,
    "Type" => kind: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tag {
    tag_key: Option<String>,
    tag_value: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Tag {
    "TagKey" => tag_key: String,
    "TagValue" => tag_value: String,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct VpcAttributes {
    nat_ip_address: Option<String>,
    private_ip_address: Vec<String>,
    vswitch_id: Option<String>,
    vpc_id: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(VpcAttributes {
    "NatIpAddress" => nat_ip_address: String,
    "PrivateIpAddress" / "IpAddress" => private_ip_address: Strings,
    "VSwitchId" => vswitch_id: String,
    "VpcId" => vpc_id: String,
});

/// The same as someone would write it by hand for `serde_json`.
pub(crate) mod by_hand {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct DescribeInstancesResponse {
        pub(crate) instances: Option<Instances>,
        pub(crate) next_token: Option<String>,
        pub(crate) page_number: Option<i64>,
        pub(crate) page_size: Option<i64>,
        pub(crate) request_id: Option<String>,
        pub(crate) total_count: Option<i64>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct Instance {
        pub(crate) auto_release_time: Option<String>,
        pub(crate) cluster_id: Option<String>,
        pub(crate) cpu: Option<i64>,
        pub(crate) cpu_options: Option<CpuOptions>,
        pub(crate) creation_time: Option<String>,
        pub(crate) credit_specification: Option<String>,
        pub(crate) deletion_protection: Option<bool>,
        pub(crate) description: Option<String>,
        pub(crate) device_available: Option<bool>,
        pub(crate) eip_address: Option<EipAddress>,
        pub(crate) expired_time: Option<String>,
        #[serde(rename = "GPUAmount")]
        pub(crate) gpu_amount: Option<i64>,
        #[serde(rename = "GPUSpec")]
        pub(crate) gpu_spec: Option<String>,
        pub(crate) host_name: Option<String>,
        pub(crate) image_id: Option<String>,
        pub(crate) inner_ip_address: Option<IpAddresses>,
        pub(crate) instance_charge_type: Option<String>,
        pub(crate) instance_id: Option<String>,
        pub(crate) instance_name: Option<String>,
        pub(crate) instance_network_type: Option<String>,
        pub(crate) instance_type: Option<String>,
        pub(crate) internet_charge_type: Option<String>,
        pub(crate) internet_max_bandwidth_in: Option<i64>,
        pub(crate) internet_max_bandwidth_out: Option<i64>,
        pub(crate) io_optimized: Option<bool>,
        pub(crate) key_pair_name: Option<String>,
        pub(crate) memory: Option<i64>,
        pub(crate) metadata_options: Option<MetadataOptions>,
        pub(crate) network_interfaces: Option<NetworkInterfaces>,
        #[serde(rename = "OSName")]
        pub(crate) os_name: Option<String>,
        #[serde(rename = "OSType")]
        pub(crate) os_type: Option<String>,
        pub(crate) public_ip_address: Option<IpAddresses>,
        pub(crate) recyclable: Option<bool>,
        pub(crate) region_id: Option<String>,
        pub(crate) resource_group_id: Option<String>,
        pub(crate) security_group_ids: Option<SecurityGroupIds>,
        pub(crate) serial_number: Option<String>,
        pub(crate) spot_price_limit: Option<f64>,
        pub(crate) spot_strategy: Option<String>,
        pub(crate) start_time: Option<String>,
        pub(crate) status: Option<String>,
        pub(crate) stopped_mode: Option<String>,
        pub(crate) tags: Option<Tags>,
        pub(crate) vlan_id: Option<String>,
        pub(crate) vpc_attributes: Option<VpcAttributes>,
        pub(crate) zone_id: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct CpuOptions {
        pub(crate) core_count: Option<i64>,
        pub(crate) numa: Option<String>,
        pub(crate) threads_per_core: Option<i64>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct EipAddress {
        pub(crate) allocation_id: Option<String>,
        pub(crate) bandwidth: Option<i64>,
        pub(crate) internet_charge_type: Option<String>,
        pub(crate) ip_address: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct MetadataOptions {
        pub(crate) http_endpoint: Option<String>,
        pub(crate) http_tokens: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct NetworkInterface {
        pub(crate) mac_address: Option<String>,
        pub(crate) network_interface_id: Option<String>,
        pub(crate) primary_ip_address: Option<String>,
        #[serde(rename = "Type")]
        pub(crate) kind: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct Tag {
        pub(crate) tag_key: Option<String>,
        pub(crate) tag_value: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(crate) struct VpcAttributes {
        pub(crate) nat_ip_address: Option<String>,
        pub(crate) private_ip_address: Option<IpAddresses>,
        #[serde(rename = "VSwitchId")]
        pub(crate) vswitch_id: Option<String>,
        pub(crate) vpc_id: Option<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub(crate) struct Instances {
        #[serde(rename = "Instance")]
        pub(crate) list: Vec<Instance>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub(crate) struct IpAddresses {
        #[serde(rename = "IpAddress")]
        pub(crate) list: Vec<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub(crate) struct NetworkInterfaces {
        #[serde(rename = "NetworkInterface")]
        pub(crate) list: Vec<NetworkInterface>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub(crate) struct SecurityGroupIds {
        #[serde(rename = "SecurityGroupId")]
        pub(crate) list: Vec<String>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub(crate) struct Tags {
        #[serde(rename = "Tag")]
        pub(crate) list: Vec<Tag>,
    }
}

/// The body of a response.
pub(crate) fn body() -> anyhow::Result<Vec<u8>> {
    use by_hand::*;
    let text = |text: &str| text.to_owned();
    let instance = |number: i64| Instance {
        auto_release_time: Some(text("auto-release-time of this one")),
        cluster_id: Some(text("cluster-id of this one")),
        cpu: Some(number),
        cpu_options: Some(CpuOptions {
            core_count: Some(number),
            numa: Some(text("numa of this one")),
            threads_per_core: Some(number),
        }),
        creation_time: Some(text("creation-time of this one")),
        credit_specification: Some(text("credit-specification of this one")),
        deletion_protection: Some(number % 2 == 0),
        description: Some(text("description of this one")),
        device_available: Some(number % 2 == 0),
        eip_address: Some(EipAddress {
            allocation_id: Some(text("allocation-id of this one")),
            bandwidth: Some(number),
            internet_charge_type: Some(text("internet-charge-type of this one")),
            ip_address: Some(text("ip-address of this one")),
        }),
        expired_time: Some(text("expired-time of this one")),
        gpu_amount: Some(number),
        gpu_spec: Some(text("gpuspec of this one")),
        host_name: Some(format!("worker-{number}.example")),
        image_id: Some(text("image-id of this one")),
        inner_ip_address: Some(IpAddresses {
            list: vec![format!("10.0.0.{number}")],
        }),
        instance_charge_type: Some(text("instance-charge-type of this one")),
        instance_id: Some(format!("i-bp67acfmxazb4p{number:04}")),
        instance_name: Some(format!("worker-{number}")),
        instance_network_type: Some(text("instance-network-type of this one")),
        instance_type: Some(text("instance-type of this one")),
        internet_charge_type: Some(text("internet-charge-type of this one")),
        internet_max_bandwidth_in: Some(number),
        internet_max_bandwidth_out: Some(number),
        io_optimized: Some(number % 2 == 0),
        key_pair_name: Some(text("key-pair-name of this one")),
        memory: Some(number),
        metadata_options: Some(MetadataOptions {
            http_endpoint: Some(text("http-endpoint of this one")),
            http_tokens: Some(text("http-tokens of this one")),
        }),
        network_interfaces: Some(NetworkInterfaces {
            list: vec![NetworkInterface {
                mac_address: Some(text("mac-address of this one")),
                network_interface_id: Some(text("network-interface-id of this one")),
                primary_ip_address: Some(text("primary-ip-address of this one")),
                kind: Some(text("type of this one")),
            }],
        }),
        os_name: Some(text("osname of this one")),
        os_type: Some(text("ostype of this one")),
        public_ip_address: Some(IpAddresses {
            list: vec![format!("10.0.0.{number}")],
        }),
        recyclable: Some(number % 2 == 0),
        region_id: Some(text("cn-hangzhou")),
        resource_group_id: Some(text("resource-group-id of this one")),
        security_group_ids: Some(SecurityGroupIds {
            list: vec![format!("10.0.0.{number}")],
        }),
        serial_number: Some(text("serial-number of this one")),
        spot_price_limit: Some(0.98),
        spot_strategy: Some(text("spot-strategy of this one")),
        start_time: Some(text("start-time of this one")),
        status: Some(text("Running")),
        stopped_mode: Some(text("stopped-mode of this one")),
        tags: Some(Tags {
            list: vec![Tag {
                tag_key: Some(text("tag-key of this one")),
                tag_value: Some(text("tag-value of this one")),
            }],
        }),
        vlan_id: Some(text("vlan-id of this one")),
        vpc_attributes: Some(VpcAttributes {
            nat_ip_address: Some(text("nat-ip-address of this one")),
            private_ip_address: Some(IpAddresses {
                list: vec![format!("10.0.0.{number}")],
            }),
            vswitch_id: Some(text("vswitch-id of this one")),
            vpc_id: Some(text("vpc-id of this one")),
        }),
        zone_id: Some(text("cn-hangzhou-g")),
    };
    let answer = DescribeInstancesResponse {
        instances: Some(Instances {
            list: (1..=100).map(instance).collect(),
        }),
        next_token: None,
        page_number: Some(1),
        page_size: Some(100),
        request_id: Some(text("04F0F334-1335-436C-A1D7-6C044FE73368")),
        total_count: Some(100),
    };
    Ok(serde_json::to_vec(&answer)?)
}
