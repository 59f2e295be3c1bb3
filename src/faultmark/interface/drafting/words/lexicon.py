"""The words of the trade: what is measured, what happens to it, and what one knows about the machine."""

from __future__ import annotations

__all__ = ["COLORS", "DOMAINS", "EVENTS", "METADATA", "MODIFIERS", "SENSORS", "SHORT_FORMS", "STOPWORDS"]

# What is measured: the words for it, singular. The first word of each is its name.
SENSORS: dict[str, tuple[str, ...]] = {
    "vibration": ("vibration", "vibrations", "vib", "vibs"),
    "acceleration": ("acceleration", "accelerations", "accelerometer", "accelerometers", "accel", "acc"),
    "velocity": ("velocity", "velocities"),
    "displacement": ("displacement", "proximity"),
    "temperature": ("temperature", "temperatures", "temp", "temps", "thermocouple", "thermocouples"),
    "pressure": ("pressure", "pressures", "press"),
    "flow": ("flow", "flows", "flow rate", "flowrate", "flow rates", "airflow", "air flow"),
    "current": ("current", "currents", "amperage"),
    "voltage": ("voltage", "voltages"),
    "power": ("power", "active power", "power draw", "power consumption", "power output"),
    "reactive power": ("reactive power",),
    "frequency": ("grid frequency", "line frequency", "frequency"),
    "speed": ("speed", "speeds", "rpm", "rotational speed", "rotation speed", "rotor speed", "wind speed"),
    "torque": ("torque", "torques"),
    "load": ("load", "loads"),
    "force": ("force", "forces"),
    "strain": ("strain", "strain gauge", "strain gauges"),
    "position": ("position", "positions", "valve position", "valve opening"),
    "angle": ("pitch angle", "angle", "yaw"),
    "level": ("tank level", "fill level", "water level", "oil level", "liquid level"),
    "humidity": ("humidity", "relative humidity"),
    "acoustic emission": ("acoustic emission", "acoustic emissions", "ultrasound"),
    "sound": ("sound level", "noise level", "sound pressure", "sound pressure level", "loudness"),
    "conductivity": ("conductivity",),
    "turbidity": ("turbidity",),
    "ph": ("ph value", "ph"),
    "oxygen": ("dissolved oxygen", "oxygen"),
    "co2": ("co2", "carbon dioxide"),
    "methane": ("methane",),
    "chlorine": ("chlorine",),
    "irradiance": ("irradiance", "solar irradiance"),
    "energy": ("energy", "energy consumption"),
    "state of charge": ("state of charge", "soc"),
    "particle count": ("particle count", "particle counts"),
    "heart rate": ("heart rate", "hr", "pulse", "pulse rate"),
    "ecg": ("ecg", "ekg", "electrocardiogram"),
    "eeg": ("eeg",),
    "emg": ("emg",),
    "ppg": ("ppg", "plethysmograph", "pleth"),
    "spo2": ("spo2", "oxygen saturation", "saturation of oxygen", "blood oxygen"),
    "respiration": ("respiration", "respiration rate", "respiratory rate", "breathing rate", "resp", "resp rate"),
    "blood pressure": ("blood pressure", "arterial pressure", "arterial blood pressure", "abp", "mean arterial pressure",
                       "systolic pressure", "diastolic pressure", "map"),
    "glucose": ("glucose", "blood glucose", "blood sugar"),
    "etco2": ("etco2", "end-tidal co2"),
    "amount": ("transaction amount", "amount", "amounts", "transaction amounts"),
    "transaction count": ("transaction count", "transaction counts", "number of transactions", "transaction volume",
                          "transactions per minute", "transactions per hour"),
    "balance": ("balance", "balances", "account balance"),
    "tension": ("tension", "tensions"),
    "thickness": ("thickness",),
    "viscosity": ("viscosity",),
    "density": ("density",),
    "moisture": ("moisture", "moisture content"),
    "weight": ("weight", "weights"),
    "distance": ("distance",),
    "depth": ("depth",),
    "altitude": ("altitude",),
    "spread": ("spread", "bid-ask spread"),
    "brightness": ("brightness", "light level", "illuminance"),
    "deflection": ("deflection",),
    "tilt": ("tilt", "inclination"),
    "price": ("price", "prices"),
    "volume": ("order volume", "trading volume", "trade volume", "volume"),
    "decline rate": ("decline rate", "declines", "decline ratio"),
    "chargebacks": ("chargeback rate", "chargeback count"),
    "throughput": ("throughput", "bandwidth", "traffic volume"),
    "packets": ("packet rate", "packet rates", "packets", "packet count", "packets per second", "pps"),
    "bytes": ("bytes", "bytes in", "bytes out", "byte count", "bytes per second", "inbound bytes", "outbound bytes"),
    "latency": ("latency", "round-trip time", "rtt", "response time"),
    "jitter": ("jitter",),
    "packet loss": ("packet loss", "loss rate"),
    "connections": ("connections", "connection count", "open connections", "active connections", "sessions", "flow count"),
    "error rate": ("error rate", "error rates", "failed logins", "login failures", "http errors"),
    "requests": ("request rate", "requests", "requests per second", "dns queries", "dns query rate"),
    "cpu": ("cpu", "cpu usage", "cpu load", "cpu utilization"),
    "memory": ("memory", "memory usage", "ram usage"),
    "disk": ("disk usage", "disk io", "disk i/o"),
}  # fmt: skip

# Words that say which of several: they belong to the name of the sensor behind them.
MODIFIERS = frozenset(
    """inlet outlet suction discharge drive drive-end nondrive non-drive non-drive-end de nde motor bearing gearbox gear
    ambient oil coolant cooling casing winding windings stator rotor generator shaft spindle axial radial horizontal vertical
    exhaust steam air wind hydraulic tank pump fan compressor turbine room skin body core supply return differential
    intake lube lubrication tool feed table axis x y z x-axis y-axis z-axis phase head wellhead tubing annulus flowline
    cell pack battery module inverter dc ac line grid bus string panel cabinet hot cold hot-side cold-side condenser
    evaporator brine water gas fuel combustion chamber furnace zone barrel mold mould melt nozzle injection clamp roll
    web tension main auxiliary front rear left right upper lower inner outer top bottom primary secondary input output
    inbound outbound ingress egress upload download incoming outgoing arterial systolic diastolic mean peripheral central
    sea bilge engine cylinder boost manifold rail brake wheel axle track door elevator car hoist rope blade tower nacelle
    yaw pitch hub downhole surface casing-head reactor jacket feedwater drum boiler stack filter membrane permeate
    concentrate raw treated influent effluent basin total active process product spindle-motor servo joint arm gripper
    chiller header separator vessel column reboiler reflux crank cab hook swing pilot impeller thrust journal
    pad guide load belt end cabin static dynamic rms peak overall envelope chip cutting heating return-air supply-air zone-air wet dry bulb
    1 2 3 4 5 a b c""".split()
)

# What happens: words for it, singular, and whether it is a range, an instant, or either.
EVENTS: dict[str, tuple[str, str]] = {
    name: (name, extent)
    for extent, names in {
        "range": """drift|level shift|step change|step|mean shift|shift|oscillation|hunting|flatline|flat line|stuck sensor|
            stuck value|stuck|frozen value|frozen sensor|frozen signal|noise burst|noise|noisy signal|variance change|
            variance increase|increased variance|saturation|clipping|gradual degradation|degradation|wear|bearing wear|tool wear|
            leak|leakage|slow leak|cavitation|surge|stall|misalignment|imbalance|unbalance|looseness|overheating|overload|
            overpressure|fouling|clogging|blockage|chatter|resonance|rubbing|starvation|lubrication loss|trend|trend change|
            slow trend|plateau|bearing fault|gear fault|seal failure|bearing failure|instability|limit cycle|underload|
            dry running|dry run|slugging|gas lock|wax buildup|scaling|icing|soiling|shading|curtailment|hot spot|
            thermal runaway|capacity fade|imbalanced cell|hum|buzz|squeal|grinding|rattle|whine|hiss|rumble|feedback|echo|
            silence|background noise|arrhythmia|tachycardia|bradycardia|atrial fibrillation|afib|apnea|apnoea|hypopnea|
            desaturation|hypotension|hypertension|hypoxia|seizure|motion artifact|motion artefact|artifact|artefact|
            lead off|electrode off|sensor disconnect|ventricular tachycardia|fever|hypoglycemia|hyperglycemia|
            hypoglycaemia|hyperglycaemia|ddos|ddos attack|dos attack|port scan|port scanning|scan|data exfiltration|
            exfiltration|brute force|brute-force attack|brute-force login|beaconing|congestion|outage|flooding|flood|
            lateral movement|botnet activity|worm|crypto mining|misconfiguration|route flap|account takeover|card testing|
            structuring|smurfing|money laundering|velocity fraud|bust-out|bust out|fraud|fraud ring|wash trading|
            pump and dump|layering|spoofing|seasonality break|pattern change|regime change|contextual anomaly|
            collective anomaly|dropout|signal dropout|data gap|gap|missing data|signal loss|communication loss|brownout|
            sag|voltage sag|swell|harmonic distortion|baseline wander|baseline shift|ramp|slow ramp|runaway|creep|
            backlash|thermal drift|pressure drop|pressure loss|flow loss|loss of flow|quality drop""",
        "instant": """spike|glitch|outlier|point anomaly|pulse|impulse|impact|shock|click|pop|crackle|knock|bang|trip|
            alarm|startup|start-up|shutdown|shut-down|emergency stop|e-stop|restart|changeover|tool change|valve closure|
            valve slam|transient|change point|changepoint|regime switch|extrasystole|pvc|premature beat|ectopic beat|
            missed beat|r peak|peak|chargeback|login failure|reboot|link flap|pressure spike|tool breakage|breakage|
            collision|water hammer|flashover|arc|partial discharge|switching event|tap change|tool break""",
        "either": """drop|dip|jump|anomaly|fault|failure|event|sag event|bump|excursion|exceedance|surge event|burst|burst event""",
    }.items()
    for name in (part.strip() for part in names.replace("\n", " ").split("|"))
    for name in (" ".join(name.split()),)
    if name
}  # fmt: skip

# What one knows about the machine, patient, account or host; the key under which tasks hold it.
METADATA: dict[str, tuple[str, ...]] = {
    "machine_id": ("machine id", "machine ids", "machine number", "machine name", "machine identifier", "machine identifiers"),
    "asset_id": ("asset id", "asset ids", "asset tag", "asset number", "asset name", "equipment id", "equipment tag",
                 "equipment number"),
    "pump_id": ("pump id", "pump ids", "pump number"),
    "turbine_id": ("turbine id", "turbine ids", "turbine number"),
    "robot_id": ("robot id", "robot number"),
    "vehicle_id": ("vehicle id", "vehicle ids", "train number", "vehicle number", "truck id"),
    "well_id": ("well id", "well name", "well number"),
    "unit_id": ("unit id", "unit number"),
    "sensor_id": ("sensor id", "sensor ids"),
    "device_id": ("device id", "device ids", "device name", "device"),
    "serial_number": ("serial number", "serial numbers", "serial no", "serial"),
    "plant": ("plant", "plants", "plant name", "factory"),
    "site": ("site", "sites", "site name", "location", "locations", "facility"),
    "line": ("production line", "line name", "line number", "line"),
    "area": ("area",),
    "shift": ("shift", "shift name", "work shift"),
    "operator": ("operator", "operator name"),
    "model": ("machine model", "model number", "equipment model", "pump model", "machine type", "equipment type",
              "asset type", "model name"),
    "manufacturer": ("manufacturer", "vendor", "make"),
    "firmware": ("firmware", "firmware version", "software version"),
    "install_date": ("install date", "installation date", "commissioning date", "date of installation", "age of the machine"),
    "operating_hours": ("operating hours", "running hours", "run hours", "hours run"),
    "maintenance_history": ("maintenance history", "maintenance log", "maintenance logs", "maintenance record",
                            "maintenance records", "service history", "service log", "service records", "repair history"),
    "work_orders": ("work orders", "work order", "open work orders", "recent work orders"),
    "last_service": ("last service", "last maintenance", "last service date", "date of last service", "last maintenance date"),
    "alarms": ("alarm log", "alarm history", "alarms list", "active alarms"),
    "operating_mode": ("operating mode", "operating regime", "duty", "operating state", "operating condition"),
    "batch": ("batch id", "batch number", "batch", "lot number", "lot"),
    "product": ("product code", "product type", "product"),
    "part_number": ("part number", "part id", "workpiece id"),
    "tool_id": ("tool id", "tool number"),
    "run_id": ("run id", "run number", "test run"),
    "building": ("building",), "hall": ("hall",), "last_overhaul": ("last overhaul",), "recipe": ("recipe", "recipe name"),
    "last_inspection": ("last inspection",),
    "weather": ("weather", "weather conditions"),
    "patient_id": ("patient id", "pt id", "patient ids", "patient number", "patient identifier", "pseudonymised patient id",
                   "pseudonymized patient id"),
    "age": ("age", "patient age"),
    "sex": ("sex", "gender"),
    "ward": ("ward", "icu unit", "unit name", "department"),
    "bed": ("bed", "bed number"),
    "diagnosis": ("diagnosis", "diagnoses", "admission diagnosis"),
    "medication": ("medication", "medications", "current medication", "drugs"),
    "medical_history": ("medical history", "patient history", "clinical history"),
    "account_id": ("account id", "account ids", "account number", "account"),
    "customer_id": ("customer id", "customer ids", "customer number", "client id"),
    "customer_segment": ("customer segment", "client segment", "segment"),
    "merchant": ("merchant", "merchant name", "merchant id"),
    "merchant_category": ("merchant category", "merchant category code", "mcc"),
    "country": ("country", "countries"),
    "currency": ("currency",),
    "card_type": ("card type",),
    "risk_score": ("risk score", "customer risk rating", "risk rating"),
    "kyc_status": ("kyc status", "kyc"),
    "host": ("host", "hostname", "host name"),
    "source_ip": ("source ip", "src ip", "source address", "ip address", "ip"),
    "destination_ip": ("destination ip", "dst ip", "destination address"),
    "subnet": ("subnet", "vlan", "network segment"),
    "protocol": ("protocol",),
    "interface": ("interface name", "router interface"),
    "datacenter": ("datacenter", "data center", "data centre", "region"),
    "service": ("service name",),
    "owner": ("owner", "system owner", "asset owner"),
    "criticality": ("criticality", "asset criticality"),
    "recording_device": ("recording device", "microphone", "microphone id", "microphone type", "microphone position"),
}  # fmt: skip

SHORT_FORMS = {
    "vib": "vibration", "temp": "temperature", "temps": "temperature", "press": "pressure", "pres": "pressure",
    "curr": "current", "volt": "voltage", "acc": "acceleration", "accel": "acceleration", "spd": "speed",
    "hum": "humidity", "pwr": "power", "freq": "frequency", "tq": "torque", "trq": "torque", "pos": "position",
    "hr": "heart rate", "resp": "respiration", "rr": "respiration", "abp": "blood pressure", "bp": "blood pressure",
    "amt": "amount", "lat": "latency", "pkts": "packets", "pkt": "packets", "conn": "connections", "conns": "connections",
    "rpm": "speed", "vel": "velocity", "lvl": "level", "p": "pressure", "t": "temperature", "i": "current", "u": "voltage",
    "q": "flow", "in": "inlet", "out": "outlet", "suct": "suction", "disch": "discharge", "mot": "motor", "brg": "bearing",
    "amb": "ambient", "txn": "transaction", "tx": "transaction", "reqs": "requests", "req": "requests", "sat": "spo2",
    "map": "blood pressure", "sys": "systolic", "dia": "diastolic", "ae": "acoustic emission", "do": "oxygen", "dp": "differential pressure",
}  # fmt: skip

DOMAINS: dict[str, tuple[str, ...]] = {
    "audio waveform anomalies": (
        "audio", "microphone", "wav", "recordings", "recording", "sound", "acoustic", "listen", "click", "hum", "speech",
        "spectrogram", "noise",
    ),
    "financial transactions": (
        "transaction", "transactions", "fraud", "payment", "payments", "account", "accounts", "card", "bank", "banking",
        "merchant", "chargeback", "chargebacks", "aml", "money laundering", "trading", "customer", "trades", "ledger",
        "balance", "amount", "amounts", "issuer", "mcc", "acquirer", "ticker", "venue", "bid-ask", "quote", "quant", "quants", "price", "spend", "order book", "currency",
    ),
    "network traffic": (
        "network", "traffic", "packet", "packets", "ddos", "netflow", "router", "firewall", "latency", "bandwidth", "intrusion",
        "port scan", "exfiltration", "soc analysts", "host", "hosts", "ip", "bytes", "dns", "botnet", "subnet", "throughput",
        "switch", "connections", "beaconing", "wi-fi", "wifi", "dhcp", "handover", "cell site", "downlink", "uplink", "roaming", "airtime", "resolver", "nxdomain", "asn", "qps", "cdn", "kubernetes", "ingress", "namespace", "cluster", "sre", "sres", "http", "5xx",
        "query", "queries", "server", "servers", "request", "requests", "c2", "vlan", "soc", "access point", "ap", "pop",
    ),
    "clinical telemetry": (
        "patient", "patients", "icu", "ecg", "ekg", "heart rate", "spo2", "clinical", "clinician", "clinicians", "nurse",
        "nurses", "bedside", "arrhythmia", "respiration", "hospital", "ward", "blood pressure", "vital signs", "vitals",
        "tachycardia", "neurologists", "intracranial", "arterial pressure", "cardiologist", "cardiologists", "apnea", "glucose", "eeg", "sleep", "holter", "pacemaker", "arrhythmias", "fetal", "foetal", "midwives", "ctg", "gestational", "ventilator", "intensive care", "airway", "medical", "surgery", "anaesthesia", "therapists", "sepsis", "seizure", "ventilation", "residents", "apnoea", "anaesthetists", "tidal volume", "sedation", "cardiac", "episodes of care", "psg", "eog", "pvc", "pvcs", "medication",
    ),
    "predictive maintenance": (
        "machine", "machines", "pump", "pumps", "bearing", "motor", "vibration", "maintenance", "turbine", "compressor",
        "gearbox", "failure", "plant", "plants", "industrial", "equipment", "telemetry", "sensor", "sensors", "technician",
        "technicians", "spindle", "engine", "robot", "hydraulic", "conveyor", "fan", "valve", "asset", "assets", "rotating",
        "reliability", "pressure", "factory", "cnc", "boiler", "chiller", "elevator", "battery", "transformer", "inverter", "press", "stamping", "tool", "line", "torque", "force", "mechanics", "operators", "engineers",
    ),
}  # fmt: skip

STOPWORDS = frozenset(
    """a an the and or of for in on at to by with from as is are was were be been being we our us you your they their them it
    its this that these those each every all any some both which who whom whose what when where while if then than so such
    like also plus please need needs want wants would should must can could may might will shall do does did have has had
    show shows shown display displays see sees view views plot plots chart charts log logs record records measure measures
    measured monitor monitors monitored track tracks stream streams read reads reading readings signal signals sensor
    sensors channel channels column columns data telemetry time series synchronized synchronised multichannel multi-channel
    viewer high low rising falling sudden abnormal unusual normal per one two three four five six eight via about over under
    between during after before into onto out up down not no only just there here using use used contains contain containing
    carries carry including include includes namely e.g i.e etc raw new old same shared common mark marks label labels labeling
    annotate tag tags select choose pick assign rate rates give gives add adds sampled recorded logged plotted collected synced
    aligned stacked together compare versus vs me my i he she how why because mainly mostly usually three-phase
    continuous changes change spikes drops looks look watch watching follow following against alongside beside next consists consist
    having get gets got come comes comprising""".split()
)

COLORS = frozenset(
    """red blue green orange purple yellow pink brown gray grey black cyan magenta teal violet gold navy olive maroon
    turquoise lime indigo crimson salmon coral""".split()
)
